import { type Line, line } from "./line.ts";
import type { Part } from "./part.ts";
import { wrap } from "./wrap.ts";

/** What is shown of something long, in rows. */
export interface CutBounds {
  readonly head: number;
  readonly tail: number;
}

export interface Cut {
  readonly parts: readonly Part[];
  /** Whether lines were left out. */
  readonly cut: boolean;
}

/** Head and tail of parts that take too many rows, and between them a line that counts. Figures are never left out. */
export function cutParts(
  parts: readonly Part[],
  columns: number,
  { head, tail }: CutBounds,
  leftOut: (lines: number) => Line,
): Cut {
  const heights = parts.map((part) => (part.kind === "line" ? wrap(part.line, columns).length : 1));
  if (sum(heights) <= head + tail + 1) return { parts, cut: false };
  const first = fitting(heights, head);
  const last = fitting(heights.slice(first).toReversed(), tail);
  const middle = parts.slice(first, parts.length - last);
  const figures = middle.filter(({ kind }) => kind !== "line");
  const gap: Part = { kind: "line", line: leftOut(middle.length - figures.length) };
  return { parts: [...parts.slice(0, first), gap, ...figures, ...parts.slice(parts.length - last)], cut: true };
}

/** A line of text, shortened in its middle where it would take very many rows. */
export function clippedLine(
  text: string,
  leftOut: (characters: number) => string,
  ...how: [style: Line["spans"][number]["style"], rest?: Parameters<typeof line>[2]]
): Line {
  const [head, tail] = [600, 200];
  if (text.length <= head + tail + 100) return line(text, ...how);
  const gap = leftOut(text.length - head - tail);
  return line(`${text.slice(0, head)} ${gap} ${text.slice(-tail)}`, ...how);
}

function fitting(heights: readonly number[], rows: number): number {
  let used = 0;
  const end = heights.findIndex((height) => (used += height) > rows);
  return end < 0 ? heights.length : end;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
