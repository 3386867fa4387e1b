import { columnsOf } from "../../columns.ts";
import { safeText } from "../../safe-text.ts";
import type { Inline, Line, Span, Style } from "./line.ts";

/** One row of the terminal: text that fits, with its styles. */
export interface Row {
  readonly spans: readonly Span[];
  readonly inline?: Inline;
}

interface Piece {
  readonly text: string;
  readonly style: Style;
  readonly width: number;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const tabStop = 8;
const cache = new WeakMap<Line, { readonly columns: number; readonly rows: readonly Row[] }>();

/** The rows of a line in a terminal of so many columns; at least one. */
export function wrap(line: Line, columns: number): readonly Row[] {
  const known = cache.get(line);
  if (known?.columns === columns) return known.rows;
  const rows = rowsOf(line, Math.max(2, columns));
  cache.set(line, { columns, rows });
  return rows;
}

function rowsOf(line: Line, columns: number): readonly Row[] {
  const room = Math.max(2, columns - columnsOf(line.gutter?.text ?? ""));
  const rows = fill(line.spans.flatMap(piecesOf), room, line.words).map((pieces, at) => ({
    spans: [...gutterOf(line, at), ...joined(pieces)],
  }));
  if (line.inline === undefined) return rows;
  const { inline } = line;
  const picture = Array.from({ length: inline.rows }, (_, index) => ({
    spans: [],
    ...(index === 0 ? { inline } : {}),
  }));
  return [...rows, ...picture];
}

/** A bar runs on beside every row; other signs stand before the first alone. */
function gutterOf({ gutter }: Line, row: number): readonly Span[] {
  if (gutter === undefined) return [];
  if (row === 0 || gutter.text.startsWith("│")) return [gutter];
  return [{ ...gutter, text: " ".repeat(columnsOf(gutter.text)) }];
}

function piecesOf({ text, style }: Span): readonly Piece[] {
  const safe = safeText(text).replaceAll("\n", " ");
  const parts = /^[\t\x20-\x7e]*$/.test(safe)
    ? safe.split("")
    : [...graphemes.segment(safe)].map(({ segment }) => segment);
  return parts.map((part) => ({ text: part, style, width: columnsOf(part) }));
}

function fill(pieces: readonly Piece[], room: number, words: boolean): readonly (readonly Piece[])[] {
  const rows: Piece[][] = [];
  let row: Piece[] = [];
  let width = 0;
  let wordStart = 0;
  for (const raw of pieces) {
    const piece = raw.text === "\t" ? blank(tabStop - (width % tabStop), raw.style) : raw;
    if (width + piece.width > room && row.length > 0) {
      if (words && piece.text === " ") {
        rows.push(row);
        [row, width, wordStart] = [[], 0, 0];
        continue;
      }
      const rest = words && wordStart > 0 ? row.splice(wordStart) : [];
      rows.push(row);
      row = rest;
      width = rest.reduce((sum, { width: one }) => sum + one, 0);
      wordStart = 0;
    }
    row.push(piece);
    width += piece.width;
    if (piece.text === " " || piece.width > 1) wordStart = row.length;
  }
  return [...rows, row];
}

function blank(width: number, style: Style): Piece {
  return { text: " ".repeat(width), style, width };
}

function joined(pieces: readonly Piece[]): readonly Span[] {
  const spans: { text: string; style: Style }[] = [];
  for (const { text, style } of pieces) {
    const last = spans.at(-1);
    if (last?.style === style) last.text += text;
    else spans.push({ text, style });
  }
  return spans;
}
