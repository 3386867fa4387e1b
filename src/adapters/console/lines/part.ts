import type { Figure } from "../../../core/turn.ts";
import { type Line, sameLine } from "./line.ts";

/** A piece of what the terminal shows: a line, or what becomes lines once a file has been written. */
export type Part =
  | { readonly kind: "line"; readonly line: Line }
  | { readonly kind: "figure"; readonly figure: Figure; readonly number: number }
  /** Where the whole of something that was cut is to be found. */
  | { readonly kind: "whole"; readonly text: string };

export function sameParts(one: readonly Part[], other: readonly Part[]): boolean {
  return one === other || (one.length === other.length && one.every((part, at) => samePart(part, other[at])));
}

function samePart(part: Part, other: Part | undefined): boolean {
  if (part.kind === "line") return other?.kind === "line" && sameLine(part.line, other.line);
  if (part.kind === "whole") return other?.kind === "whole" && part.text === other.text;
  return other?.kind === "figure" && part.figure.hash === other.figure.hash && part.number === other.number;
}
