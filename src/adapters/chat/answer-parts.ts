import { lastWord } from "../../core/last-word.ts";
import type { Block, TurnView } from "../../core/view.ts";
import type { Words } from "../../core/words/vocabulary.ts";
import { pictureOf } from "../output-text.ts";
import { safeText } from "../safe-text.ts";
import { tableText } from "../table-text.ts";
import { cellParts } from "./cell-parts.ts";
import { quoted } from "./markup.ts";
import { type AnswerSetting, codeBlock, markdown, type Part } from "./part.ts";
import { withWholeBlocks } from "./split-text.ts";

const tableColumns = 72;

/** An answer as a chat shows it, in order. */
export function answerParts(view: TurnView, setting: AnswerSetting): readonly Part[] {
  const parts: Part[] = [];
  let figures = 0;
  for (const block of view.blocks) {
    parts.push(...blockParts(block, figures, view.ending === undefined, setting));
    if (block.kind === "cell") figures += block.outputs.filter((output) => pictureOf(output) !== undefined).length;
  }
  const { words, syntax, markup } = setting;
  const ending = lastWord(view, words, syntax);
  const doing = busyWord(view, words);
  if (ending !== undefined) parts.push(markdown(markup.own(ending)));
  if (doing !== undefined) parts.push(markdown(markup.own(doing)));
  // Every message gets an answer that can be seen.
  if (parts.length === 0 && view.ending !== undefined) parts.push(markdown(markup.own(words.chat.nothingShown)));
  return parts;
}

function blockParts(block: Block, figures: number, going: boolean, setting: AnswerSetting): readonly Part[] {
  const { words, markup } = setting;
  switch (block.kind) {
    case "prose":
      return said(markup.prose(safeText(block.text)));
    case "cell":
      return cellParts(block, figures, going, setting);
    case "note":
      return [markdown(markup.own(words.note(block.note)))];
    case "sentence":
      return [markdown(markup.own(block.text))];
    case "question":
      return said(quoted(safeText(block.text), markup));
    case "table":
      return codeBlock("", markup.literal(tableText(block.header, block.rows, tableColumns).join("\n")));
    default:
      return block satisfies never;
  }
}

function said(text: string): readonly Part[] {
  const whole = withWholeBlocks(text.trimEnd());
  return whole.trim() === "" ? [] : [markdown(whole)];
}

/** What a person should know of a wait that no typing sign tells. */
function busyWord({ status }: TurnView, words: Words): string | undefined {
  if (status === undefined) return undefined;
  const long = status.kind === "running" && status.long !== undefined;
  const told = long || status.kind === "queued" || (status.kind === "waiting" && status.for !== "model");
  return told ? words.status(status) : undefined;
}
