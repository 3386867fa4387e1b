import type { Output } from "../../../core/turn.ts";
import type { Words } from "../../../core/words/vocabulary.ts";
import { outputText, pictureOf } from "../../output-text.ts";
import { clippedLine } from "./cut.ts";
import type { Span, Style } from "./line.ts";
import type { Part } from "./part.ts";

export const resultGutter: Span = { text: "  ", style: "dim" };

/** Lines of one stream of which no more than these ends are ever looked at. */
const streamEnd = 200;

/** A cell's outputs as parts, oldest first; `figures` counts those of the answer before it. */
export function outputParts(outputs: readonly Output[], figures: number, words: Words): readonly Part[] {
  let number = figures;
  return outputs.flatMap((output): readonly Part[] => {
    const picture = pictureOf(output);
    if (picture !== undefined) return [{ kind: "figure", figure: picture, number: ++number }];
    if (output.kind === "omitted") return [own(words.omitted(output.characters), words)];
    return linesOf(output).map(([text, style]) => textPart(text, style, words));
  });
}

function linesOf(output: Output): readonly (readonly [string, Style])[] {
  const text = outputText(output);
  if (text === "" && output.kind !== "stream") return [];
  const lines = text.split("\n");
  if (output.kind !== "error") {
    const style = output.kind === "stream" && output.stream === "stderr" ? "stderr" : "result";
    return lines.map((one) => [one, style] as const);
  }
  const { name } = output;
  return lines.map((one) => [one, one.startsWith(name) ? "error-name" : "error"] as const);
}

function textPart(text: string, style: Style, words: Words): Part {
  return { kind: "line", line: clippedLine(text, (left) => words.omitted(left), style, { gutter: resultGutter }) };
}

function own(text: string, words: Words): Part {
  return textPart(text, "own", words);
}

/** Only the newest outputs, when there is more than a screen could show of them. */
export function newestOutputs(outputs: readonly Output[]): {
  readonly outputs: readonly Output[];
  readonly lines: number;
} {
  const last = outputs.at(-1);
  if (last?.kind !== "stream") return { outputs, lines: 0 };
  let from = last.text.length;
  for (let line = 0; line < streamEnd && from > 0; line++) from = last.text.lastIndexOf("\n", from - 1);
  if (from <= 0) return { outputs, lines: 0 };
  const lines = last.text.slice(0, from).split("\n").length;
  return { outputs: [...outputs.slice(0, -1), { ...last, text: last.text.slice(from + 1) }], lines };
}
