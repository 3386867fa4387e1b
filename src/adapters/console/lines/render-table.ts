import { safeText } from "../safe-text.ts";
import { type Line, line } from "./line.ts";
import { resultGutter } from "./render-outputs.ts";
import { columnsOf } from "./wrap.ts";

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * A table in columns; where it is wider than the terminal, the last column is cut. Without a header it is a list of
 * names and what they mean, which goes on in further rows.
 */
export function tableLines(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
): readonly Line[] {
  if (header.length === 0) return listLines(rows);
  const texts = tableText(header, rows, columns - resultGutter.text.length);
  return texts.map((text, at) => line(text, at === 0 ? "table-head" : "result", { gutter: resultGutter }));
}

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

function listLines(rows: readonly (readonly string[])[]): readonly Line[] {
  const width = widthsOf(rows)[0] ?? 0;
  return rows.map(([name = "", ...meaning]) => {
    const text = `${resultGutter.text}${fitted(safeText(name), width)}  `;
    return line(meaning.join("  "), "result", { gutter: { text, style: "table-head" }, words: true });
  });
}

/** The widest cell of each column, up to a bound. */
function widthsOf(cells: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const row of cells) {
    for (const [at, cell] of row.entries()) widths[at] = Math.min(40, Math.max(widths[at] ?? 0, columnsOf(cell)));
  }
  return widths;
}

function fitted(text: string, width: number): string {
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
