import { columnsOf } from "./columns.ts";
import { safeText } from "./safe-text.ts";

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** A table as lines of text; where it is wider than so many columns, its last column is cut. */
export function tableText(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
): readonly string[] {
  const shown = header.length > 0 ? [header, ...rows] : rows;
  const cells = shown.map((row) => row.map((cell) => safeText(cell).replace(/\s+/g, " ")));
  const widths = widthsOf(cells);
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + 2, 0);
  const last = widths.length - 1;
  const most = header.length > 0 ? 60 : columns;
  if (last >= 0) widths[last] = Math.max(8, Math.min(most, columns - before));
  return cells.map((row) =>
    row
      .map((cell, at) => fitted(cell, widths[at] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** The widest cell of each column, up to a bound. */
export function widthsOf(cells: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const row of cells) {
    for (const [at, cell] of row.entries()) widths[at] = Math.min(40, Math.max(widths[at] ?? 0, columnsOf(cell)));
  }
  return widths;
}

/** The text in exactly so many columns, cut with an ellipsis where it is longer. */
export function fitted(text: string, width: number): string {
  const full = columnsOf(text);
  if (full <= width) return text + " ".repeat(width - full);
  let kept = "";
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    const wide = columnsOf(segment);
    if (used + wide > width - 1) break;
    kept += segment;
    used += wide;
  }
  return `${kept}…${" ".repeat(Math.max(0, width - 1 - used))}`;
}
