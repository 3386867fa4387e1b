import type { CellEnd } from "../../../kernel/session.ts";
import { visible } from "../../outputs.ts";
import type { Figure, Output } from "../../turn.ts";
import { neutralise } from "../neutralise.ts";
import { cutLines, cutMiddle } from "./cut.ts";
import { endText } from "./end-text.ts";

export interface Result {
  readonly outputs: readonly Output[];
  readonly end: CellEnd;
  /** Figures that earlier cells of the same turn showed. */
  readonly figuresBefore?: number;
  /** Characters of output; what ends the text (why the cell ended, what of it was left out) comes on top. */
  readonly limitCharacters?: number;
}

const LIMIT_CHARACTERS = 2000;
/** Of the limit, what a long traceback may take from the output before it. */
const TRACEBACK_SHARE = 0.6;
const MESSAGE_LIMIT = 500;

/** The text that the model is given of a cell. */
export function resultText({ outputs, end, figuresBefore = 0, limitCharacters = LIMIT_CHARACTERS }: Result): string {
  const output = neutralise(joined(outputs, figuresBefore));
  const traceback = neutralise(outputs.map((one) => (one.kind === "error" ? tracebackOf(one) : "")).join(""));
  const share = Math.max(limitCharacters * TRACEBACK_SHARE, limitCharacters - output.length);
  const kept = cutLines(traceback, Math.floor(Math.min(share, limitCharacters)));
  const shown = cutMiddle(output, Math.max(0, limitCharacters - kept.length));
  const said = endText(end, { printed: output.trim() !== "", raised: traceback !== "" });
  return [shown, kept, said]
    .map((text) => text.trimEnd())
    .filter((text) => text !== "")
    .join("\n");
}

function joined(outputs: readonly Output[], figuresBefore: number): string {
  let figures = figuresBefore;
  let text = "";
  for (const output of outputs) {
    if (output.kind === "replaced" && outputs.some((other) => shows(other, output.display))) continue;
    if (output.kind === "display" && output.shown.picture) figures += 1;
    const more = textOf(output, figures);
    // A value or a figure begins a line of its own.
    const separate = output.kind !== "stream" && more !== "" && text !== "" && !text.endsWith("\n");
    text += (separate ? "\n" : "") + more;
  }
  return text;
}

function shows(output: Output, display: string): boolean {
  return output.kind === "display" && output.display === display;
}

function textOf(output: Output, figure: number): string {
  switch (output.kind) {
    case "stream":
      return visible(output.text);
    case "display": {
      const { picture, text, markdown, html } = output.shown;
      if (picture) return `[figure ${figure}: ${sizeOf(picture)}]\n`;
      return `${text ?? markdown ?? (html === undefined ? "[a value without text]" : "[an HTML value without text]")}\n`;
    }
    case "replaced": {
      const { picture, text, markdown } = output.shown;
      return `[an earlier display was replaced: ${picture ? `figure, ${sizeOf(picture)}` : (text ?? markdown ?? "no text")}]\n`;
    }
    case "omitted":
      return `[${output.characters} characters were printed here and not kept]\n`;
    case "error":
    case "cleared":
      return "";
    default:
      return output satisfies never;
  }
}

function sizeOf({ width, height, mime }: Figure): string {
  const format = mime.replace(/^image\//, "");
  return width > 0 && height > 0 ? `${width}x${height} ${format}` : format;
}

/** The traceback, which always ends with the exception itself. */
function tracebackOf({ name, value, traceback }: Extract<Output, { readonly kind: "error" }>): string {
  const message = value === "" ? name : `${name}: ${value.slice(0, MESSAGE_LIMIT)}`;
  const text = traceback.trimEnd();
  if (text === "") return `${message}\n`;
  return text.includes(name) ? `${text}\n` : `${text}\n${message}\n`;
}
