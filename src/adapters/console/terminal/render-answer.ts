import type { CommandSyntax } from "../../../core/commands/command-name.ts";
import { lastWord } from "../../../core/last-word.ts";
import type { Block, CellBlock, TurnView } from "../../../core/view.ts";
import type { Words } from "../../../core/words/vocabulary.ts";
import { outputText, pictureOf } from "../../output-text.ts";
import type { Wanted } from "../../reconcile.ts";
import { cutParts } from "../lines/cut.ts";
import { type Line, line, type Span } from "../lines/line.ts";
import type { Part } from "../lines/part.ts";
import { newestOutputs, outputParts, resultGutter } from "../lines/render-outputs.ts";
import { tableLines } from "../lines/render-table.ts";
import { highlight } from "./highlight.ts";
import type { Size } from "./screen.ts";

export interface AnswerSetting {
  readonly words: Words;
  readonly syntax: CommandSyntax;
  readonly size: Size;
  /** What the person typed; undefined where it is not to be shown. */
  readonly asked?: string;
  /** Whether the person typed the code, so that it stands there already. */
  readonly ownCode: boolean;
}

type Message = Wanted<readonly Part[]>;

const codeGutter: Span = { text: "│ ", style: "code-comment" };
const ownGutter: Span = { text: "▸ ", style: "own" };
const personGutter: Span = { text: "› ", style: "person" };
const outputBounds = { head: 30, tail: 15 };
const codeBounds = { head: 100, tail: 10 };
const askedBounds = { head: 12, tail: 3 };

/** An answer as the terminal shows it. */
export function renderAnswer(view: TurnView, setting: AnswerSetting): readonly Message[] {
  if (view.status?.kind === "queued") return [];
  const messages: Message[] = setting.asked === undefined ? [] : [echo(setting.asked, setting)];
  let figures = 0;
  for (const [at, block] of view.blocks.entries()) {
    const open = view.ending === undefined && (at === view.blocks.length - 1 || block.kind === "cell");
    messages.push(...blockMessages(block, open, figures, setting));
    if (block.kind === "cell") figures += block.outputs.filter((output) => pictureOf(output) !== undefined).length;
  }
  const ending = lastWord(view, setting.words, setting.syntax);
  return ending === undefined ? messages : [...messages, own("ending", ending)];
}

function blockMessages(block: Block, open: boolean, figures: number, setting: AnswerSetting): readonly Message[] {
  const { key } = block;
  switch (block.kind) {
    case "prose":
      return [{ key, open, body: [blank, ...proseLines(open ? block.text : block.text.trimEnd())] }];
    case "cell":
      return cellMessages(block, open, figures, setting);
    case "note":
      return [own(key, setting.words.note(block.note))];
    case "sentence":
      return [own(key, block.text)];
    case "question":
      return [echo(block.text, setting, key)];
    case "table":
      return [{ key, open: false, body: tableLines(block.header, block.rows, setting.size.columns).map(part) }];
    default:
      return block satisfies never;
  }
}

function cellMessages(cell: CellBlock, open: boolean, figures: number, setting: AnswerSetting): readonly Message[] {
  const { words } = setting;
  const messages: Message[] = [];
  if (!setting.ownCode) messages.push({ key: `${cell.key}/code`, open, body: codeParts(cell, setting) });
  if (cell.outputs.length > 0) {
    const body =
      cell.state === "closed" || !open ? closedOutput(cell, figures, setting) : runningOutput(cell, figures, setting);
    messages.push({ key: `${cell.key}/output`, open, body });
  }
  const end = cell.end === undefined ? undefined : words.cellEnd(cell.end);
  if (end !== undefined) messages.push(own(`${cell.key}/end`, end));
  if (cell.refusal !== undefined) messages.push(own(`${cell.key}/refusal`, words.refusal(cell.refusal)));
  return messages;
}

function codeParts({ code }: CellBlock, setting: AnswerSetting): readonly Part[] {
  const lines = highlight(code.replace(/\s+$/, "")).map((spans) => part({ spans, gutter: codeGutter, words: false }));
  const tail = Math.max(2, Math.min(codeBounds.tail, setting.size.rows - 8));
  return [blank, ...cutParts(lines, setting.size.columns, { ...codeBounds, tail }, leftOut(setting)).parts];
}

function closedOutput({ outputs }: CellBlock, figures: number, setting: AnswerSetting): readonly Part[] {
  const parts = outputParts(outputs, figures, setting.words);
  const shown = cutParts(parts, setting.size.columns, outputBounds, leftOut(setting));
  const clipped = outputs.some((output) => /[^\n]{900}/.test(outputText(output)));
  if (!shown.cut && !clipped) return shown.parts;
  return [...shown.parts, { kind: "whole", text: `${outputs.map(outputText).join("\n")}\n` }];
}

/** Only as much as stays on the screen, since all of it may still change. */
function runningOutput(cell: CellBlock, figures: number, setting: AnswerSetting): readonly Part[] {
  const { outputs, lines } = newestOutputs(cell.outputs);
  const tail = Math.max(3, Math.min(outputBounds.tail, setting.size.rows - 8));
  const parts = outputParts(outputs, figures, setting.words);
  const more = (left: number) => leftOut(setting)(left + lines);
  const shown = cutParts(parts, setting.size.columns, { head: 0, tail }, more);
  return shown.cut || lines === 0 ? shown.parts : [part(more(0)), ...shown.parts];
}

function proseLines(text: string): readonly Part[] {
  return text.split("\n").map((one) => part({ spans: proseSpans(one), words: true }));
}

function proseSpans(text: string): readonly Span[] {
  if (/^#{1,6} /.test(text)) return [{ text, style: "strong" }];
  const pieces = text.split(/(\*\*[^*]+\*\*)/).filter((piece) => piece !== "");
  if (pieces.length === 0) return [{ text: "", style: "prose" }];
  return pieces.map((piece) => ({ text: piece, style: piece.startsWith("**") ? "strong" : "prose" }));
}

function echo(text: string, setting: AnswerSetting, key = "asked"): Message {
  const [first = "", ...rest] = text.split("\n");
  const lines = [
    part(line(first, "person", { gutter: personGutter, words: true })),
    ...rest.map((one) => part(line(one, "person", { gutter: { text: "  ", style: "person" }, words: true }))),
  ];
  return {
    key,
    open: false,
    body: [blank, ...cutParts(lines, setting.size.columns, askedBounds, leftOut(setting)).parts],
  };
}

function own(key: string, text: string): Message {
  const lines = text.split("\n").map((one) => part(line(one, "own", { gutter: ownGutter, words: true })));
  return { key, open: false, body: lines };
}

function leftOut({ words }: AnswerSetting): (lines: number) => Line {
  return (lines) => line(words.console.linesLeftOut(lines), "own", { gutter: resultGutter });
}

function part(one: Line): Part {
  return { kind: "line", line: one };
}

const blank = part(line("", "dim"));
