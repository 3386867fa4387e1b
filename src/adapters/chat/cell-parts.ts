import type { Figure, Output } from "../../core/turn.ts";
import type { CellBlock } from "../../core/view.ts";
import type { Words } from "../../core/words/vocabulary.ts";
import { outputText, pictureOf } from "../output-text.ts";
import { safeText } from "../safe-text.ts";
import { type ExcerptBounds, excerpt } from "./excerpt.ts";
import { type AnswerSetting, codeBlock, markdown, type Part } from "./part.ts";

const codeBounds: ExcerptBounds = { headLines: 60, tailLines: 10, characters: 4_000 };
const outputBounds: ExcerptBounds = { headLines: 20, tailLines: 10, characters: 1_500 };
/** The last lines of a traceback say what went wrong. */
const errorBounds: ExcerptBounds = { headLines: 4, tailLines: 12, characters: 1_500 };

type Cut = { readonly shown: readonly Part[]; readonly whole: string | undefined };

/** A cell: its code, what it showed in order, and how it ended where that needs a word. What is long is a file too. */
export function cellParts(cell: CellBlock, figures: number, going: boolean, setting: AnswerSetting): readonly Part[] {
  const { words, markup } = setting;
  const code = setting.ownCode ? undefined : codeOf(cell, setting);
  const shown = outputsOf(cell.outputs, figures, setting);
  const end = cell.end === undefined ? undefined : words.cellEnd(cell.end);
  const over = !going || cell.state === "closed" || cell.state === "refused";
  return [
    ...(code?.shown ?? []),
    ...(over ? asFile(`${cell.cell}.py`, code?.whole) : []),
    ...shown.shown,
    ...(over ? asFile(`${cell.cell}-output.txt`, shown.whole) : []),
    ...(end === undefined ? [] : [markdown(markup.own(end))]),
    ...(cell.refusal === undefined ? [] : [markdown(markup.own(words.refusal(cell.refusal)))]),
  ];
}

function codeOf({ code }: CellBlock, { words, markup }: AnswerSetting): Cut {
  const text = safeText(code).trimEnd();
  if (text === "") return { shown: [], whole: undefined };
  const head = excerpt(text, codeBounds, (left) => words.omitted(left));
  return {
    shown: codeBlock("python", markup.literal(head.text)),
    whole: head.cut ? text : undefined,
  };
}

function outputsOf(outputs: readonly Output[], figures: number, { words, markup }: AnswerSetting): Cut {
  const shown: Part[] = [];
  let number = figures;
  let cut = false;
  for (const run of runsOf(outputs, words)) {
    if (run.kind === "figure") shown.push({ kind: "figure", figure: run.figure, number: ++number });
    else {
      const piece = excerpt(run.text, run.bounds, (left) => words.omitted(left));
      cut ||= piece.cut;
      shown.push(...codeBlock("", markup.literal(piece.text)));
    }
  }
  return { shown, whole: cut ? outputs.map((output) => textOf(output, words)).join("\n") : undefined };
}

type Run =
  | { readonly kind: "text"; readonly text: string; readonly bounds: ExcerptBounds }
  | { readonly kind: "figure"; readonly figure: Figure };

/** Outputs in order; texts that follow each other are one, but an error stands for itself. */
function runsOf(outputs: readonly Output[], words: Words): readonly Run[] {
  const runs: Run[] = [];
  for (const output of outputs) {
    const figure = pictureOf(output);
    const bounds = output.kind === "error" ? errorBounds : outputBounds;
    const text = figure === undefined ? textOf(output, words) : "";
    const last = runs.at(-1);
    if (figure !== undefined && output.kind !== "replaced") runs.push({ kind: "figure", figure });
    else if (text.trim() === "" || output.kind === "replaced") continue;
    else if (last?.kind === "text" && last.bounds === bounds)
      runs.splice(-1, 1, { ...last, text: `${last.text}\n${text}` });
    else runs.push({ kind: "text", text, bounds });
  }
  return runs;
}

function textOf(output: Output, words: Words): string {
  return output.kind === "omitted" ? words.omitted(output.characters) : safeText(outputText(output));
}

function asFile(name: string, text: string | undefined): readonly Part[] {
  return text === undefined ? [] : [{ kind: "file", name, text: `${text}\n` }];
}
