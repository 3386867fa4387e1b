import type { Row } from "../lines/wrap.ts";
import type { Paint } from "./palette.ts";

/** The first row that has to be drawn anew; the longer list's end where one begins with the other. */
export function firstDifference(drawn: readonly Row[], wanted: readonly Row[]): number {
  const index = wanted.findIndex((row, at) => !sameRow(row, drawn[at]));
  return index < 0 ? wanted.length : index;
}

/** What turns the drawn rows into the wanted ones from row `from` on; the cursor ends on the last row. */
export function frame(
  now: { readonly drawn: number; readonly cursor: number },
  wanted: readonly Row[],
  from: number,
  paint: Paint,
): string {
  const last = Math.max(0, now.drawn - 1);
  const start = now.drawn === 0 ? "" : from > last ? `${move(now.cursor, last)}\r\n` : move(now.cursor, from);
  const rows = wanted.slice(from).map((row) => rowText(row, paint));
  return `${start}\r\x1b[J${rows.join("\r\n")}`;
}

export function sameRow(row: Row, other: Row | undefined): boolean {
  if (row === other) return true;
  if (other === undefined || row.spans.length !== other.spans.length) return false;
  if (row.inline?.sequence !== other.inline?.sequence) return false;
  return row.spans.every((span, index) => {
    const against = other.spans[index];
    return span.text === against?.text && span.style === against.style;
  });
}

function rowText({ spans, inline }: Row, paint: Paint): string {
  const text = spans.map(paint).join("");
  if (inline === undefined) return text;
  // The rows below are made first: a picture is cut off where the terminal ends.
  const below = inline.rows - 1;
  const room = below > 0 ? `${"\r\n".repeat(below)}\x1b[${below}A` : "";
  return `${room}\x1b7${inline.sequence}\x1b8${text}`;
}

function move(from: number, to: number): string {
  if (from === to) return "";
  return from > to ? `\x1b[${from - to}A` : `\x1b[${to - from}B`;
}
