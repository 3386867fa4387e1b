import type { Json } from "./message.ts";
import { invalid, Refusal } from "./refusal.ts";

const longest = { section: 3000, markdown: 12_000, header: 150, button: 75, value: 2000, alt: 2000, all: 13_200 };

/** Refuses blocks that Slack would refuse. */
export function checkBlocks(blocks: readonly Json[]): void {
  if (!Array.isArray(blocks)) throw invalid("invalid_blocks_format", "must be an array", "/blocks");
  if (blocks.length > 50) throw invalid("invalid_blocks", "no more than 50 items allowed", "/blocks");
  const written = blocks.map((block, at) => checkBlock(block, `/blocks/${at}`));
  const markdown = blocks.filter(({ type }) => type === "markdown").map(({ text }) => String(text).length);
  if (sum(markdown) > longest.markdown) throw new Refusal("msg_blocks_too_long");
  if (sum(written) > longest.all) throw new Refusal("msg_blocks_too_long");
}

/** @returns how many characters the block counts */
function checkBlock(block: Json, at: string): number {
  switch (block["type"]) {
    case "section":
      return checkText(block["text"], longest.section, `${at}/text`);
    case "header":
      return checkText(block["text"], longest.header, `${at}/text`);
    case "markdown":
      return checkLength(block["text"], longest.markdown, `${at}/text`);
    case "context":
      return sum(elements(block, 10, at).map((one, index) => checkText(one, 3000, `${at}/elements/${index}`)));
    case "actions":
      return sum(elements(block, 25, at).map((one, index) => checkButton(one, `${at}/elements/${index}`)));
    case "image":
      return checkImage(block, at);
    case "divider":
      return 0;
    case "rich_text":
      return JSON.stringify(elements(block, Number.POSITIVE_INFINITY, at)).length;
    default:
      throw invalid("invalid_blocks", `unsupported type: ${String(block["type"])}`, `${at}/type`);
  }
}

function elements(block: Json, most: number, at: string): readonly Json[] {
  const found = block["elements"];
  if (!Array.isArray(found) || found.length === 0) throw invalid("invalid_blocks", "missing required field", at);
  if (found.length > most) throw invalid("invalid_blocks", `no more than ${most} items allowed`, `${at}/elements`);
  return found;
}

function checkText(value: unknown, most: number, at: string): number {
  const { type, text } = (value ?? {}) as { type?: unknown; text?: unknown };
  if (type !== "mrkdwn" && type !== "plain_text") throw invalid("invalid_blocks", "unsupported type", `${at}/type`);
  return checkLength(text, most, `${at}/text`);
}

function checkButton(element: Json, at: string): number {
  if (element["type"] !== "button") throw invalid("invalid_blocks", "unsupported type", `${at}/type`);
  if (typeof element["action_id"] !== "string")
    throw invalid("invalid_blocks", "missing required field: action_id", at);
  if (element["value"] !== undefined) checkLength(element["value"], longest.value, `${at}/value`);
  return checkText(element["text"], longest.button, `${at}/text`);
}

function checkImage(block: Json, at: string): number {
  if (block["image_url"] === undefined && block["slack_file"] === undefined) {
    throw invalid("invalid_blocks", "missing required field: image_url or slack_file", at);
  }
  return checkLength(block["alt_text"], longest.alt, `${at}/alt_text`);
}

function checkLength(text: unknown, most: number, at: string): number {
  if (typeof text !== "string" || text === "") throw invalid("invalid_blocks", "must be more than 0 characters", at);
  if (text.length > most) throw invalid("invalid_blocks", `must be less than ${most + 1} characters`, at);
  return text.length;
}

function sum(lengths: readonly number[]): number {
  return lengths.reduce((all, length) => all + length, 0);
}
