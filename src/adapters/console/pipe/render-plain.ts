import type { CommandSyntax } from "../../../core/commands/command-name.ts";
import { lastWord } from "../../../core/last-word.ts";
import type { Figure, Output } from "../../../core/turn.ts";
import type { Block, CellBlock, TurnView } from "../../../core/view.ts";
import type { Words } from "../../../core/words/vocabulary.ts";
import { outputText, pictureOf } from "../../output-text.ts";
import type { Wanted } from "../../reconcile.ts";
import { safeText } from "../../safe-text.ts";
import { tableText } from "../../table-text.ts";

/** What is printed at once: text that no longer changes, or where a figure lies. */
export type PlainBody = (
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "figure"; readonly figure: Figure; readonly number: number; readonly before: string }
) & {
  /** Whether it is said beside the answer, on standard error. */
  readonly aside: boolean;
};

export interface PlainSetting {
  readonly words: Words;
  readonly syntax: CommandSyntax;
  /**
   * "answer": Markdown, with code in fences and results indented; "code": what the person's own code prints, as it is,
   * and all else aside; "told": the bot's own words as they are.
   */
  readonly manner: "answer" | "code" | "told";
  /** Whether an empty line separates the answer from what was printed before it. */
  readonly follows: boolean;
}

type Message = Wanted<PlainBody>;

const ownSign = "▸ ";
const indent = "    ";
const tableColumns = 160;

/**
 * What of an answer is final and can be printed, in order: all that comes after something unfinished waits for it. The
 * bot's own words begin with a sign that no line of others may begin with.
 */
export function renderPlain(view: TurnView, setting: PlainSetting): readonly Message[] {
  const messages: Message[] = [];
  let figures = 0;
  for (const [at, block] of view.blocks.entries()) {
    const last = at === view.blocks.length - 1;
    messages.push(...blockMessages(block, last && view.ending === undefined, figures, setting, begun(messages)));
    if (messages.at(-1)?.open === true || unfinished(block, view)) return messages;
    if (block.kind === "cell") figures += block.outputs.filter((output) => pictureOf(output) !== undefined).length;
  }
  const ending = lastWord(view, setting.words, setting.syntax);
  return ending === undefined
    ? messages
    : [...messages, own("ending", ending, setting, space(setting, begun(messages)))];
}

function begun(messages: readonly Message[]): boolean {
  return messages.some(({ body }) => !body.aside);
}

function unfinished(block: Block, view: TurnView): boolean {
  return block.kind === "cell" && view.ending === undefined && (block.state === "written" || block.state === "running");
}

function blockMessages(
  block: Block,
  open: boolean,
  figures: number,
  setting: PlainSetting,
  inside: boolean,
): readonly Message[] {
  const { key } = block;
  const before = space(setting, inside);
  switch (block.kind) {
    case "prose":
      return prose(key, block.text, open, before);
    case "cell":
      return cellMessages(block, open, figures, setting, before);
    case "note":
      return [aside(key, setting.words.note(block.note))];
    case "sentence":
      return setting.manner === "told" ? [text(key, `${block.text}\n`)] : [own(key, block.text, setting, before)];
    case "question":
      return [text(key, `${before}${lines(block.text, "> ")}\n`)];
    case "table":
      return [text(key, `${tableText(block.header, block.rows, tableColumns).join("\n")}\n`)];
    default:
      return block satisfies never;
  }
}

function prose(key: string, said: string, open: boolean, before: string): readonly Message[] {
  const whole = safeText(said);
  const final = open ? whole.slice(0, whole.lastIndexOf("\n") + 1).trimEnd() : whole.trimEnd();
  if (final === "") return open ? [{ ...text(key, ""), open }] : [];
  return [{ ...text(key, `${before}${lines(final, "")}${open ? "" : "\n"}`), open }];
}

function cellMessages(
  cell: CellBlock,
  open: boolean,
  figures: number,
  setting: PlainSetting,
  before: string,
): readonly Message[] {
  if (cell.state === "written" && open) return [];
  const { key } = cell;
  const raw = setting.manner === "code";
  const messages: Message[] = raw ? [] : [text(`${key}/code`, before + fenced(cell.code))];
  const running = cell.state === "running" && open;
  messages.push(...outputMessages(cell, running, figures, setting));
  if (running) return messages;
  const end = cell.end === undefined ? undefined : setting.words.cellEnd(cell.end);
  if (end !== undefined) messages.push(own(`${key}/end`, end, setting, "\n"));
  if (cell.refusal !== undefined)
    messages.push(own(`${key}/refusal`, setting.words.refusal(cell.refusal), setting, "\n"));
  return messages;
}

function outputMessages(cell: CellBlock, running: boolean, figures: number, setting: PlainSetting): readonly Message[] {
  const raw = setting.manner === "code";
  const messages: Message[] = [];
  let number = figures;
  for (const [at, output] of cell.outputs.entries()) {
    const key = `${cell.key}/output${at + 1}`;
    const last = running && at === cell.outputs.length - 1;
    if (running && output.kind === "display" && output.display !== undefined) return messages;
    const before = !raw && at === 0 ? "\n" : "";
    const figure = pictureOf(output);
    if (figure !== undefined) {
      messages.push({ key, open: false, body: { kind: "figure", figure, number: ++number, before, aside: raw } });
      continue;
    }
    if (output.kind === "omitted") {
      messages.push(own(key, setting.words.omitted(output.characters), setting, before));
      continue;
    }
    const shown = outputOf(output, last && output.kind === "stream", setting);
    if (shown !== "") messages.push({ ...text(key, before + shown), open: last && output.kind === "stream" });
  }
  return messages;
}

/** An output's text that ends with its lines; while it runs, without the line that is still moving. */
function outputOf(output: Output, moving: boolean, { manner }: PlainSetting): string {
  const whole = safeText(
    moving && output.kind === "stream" ? output.text.slice(0, output.text.lastIndexOf("\n") + 1) : outputText(output),
  );
  const trimmed = moving ? whole.replace(/\n$/, "") : whole;
  if (trimmed === "" && (moving ? whole === "" : output.kind !== "stream" || output.text === "")) return "";
  return `${manner === "code" ? trimmed : indented(trimmed)}\n`;
}

function fenced(code: string): string {
  const safe = safeText(code).trimEnd();
  const longest = Math.max(0, ...(safe.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return `${fence}python\n${safe}\n${fence}\n`;
}

function indented(shown: string): string {
  return shown.replace(/^(?=.)/gm, indent);
}

/** Lines of others: one that begins like the bot's own words is set off by a space. */
function lines(said: string, before: string): string {
  return safeText(said).replace(/^/gm, before).replaceAll(/^▸/gm, " ▸");
}

/** The bot's own words where others speak: part of an answer, aside from what the person's code prints. */
function own(key: string, sentence: string, { manner }: PlainSetting, before: string): Message {
  return manner === "code" ? aside(key, sentence) : text(key, before + signed(sentence));
}

function aside(key: string, sentence: string): Message {
  return { key, open: false, body: { kind: "text", text: signed(sentence), aside: true } };
}

function text(key: string, printed: string): Message {
  return { key, open: false, body: { kind: "text", text: printed, aside: false } };
}

function signed(sentence: string): string {
  return `${safeText(sentence).replace(/^/gm, ownSign)}\n`;
}

function space({ manner, follows }: PlainSetting, inside: boolean): string {
  return manner === "answer" && (inside || follows) ? "\n" : "";
}
