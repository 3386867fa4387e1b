import { safeText } from "../../safe-text.ts";
import { fitted, tableText, widthsOf } from "../../table-text.ts";
import { type Line, line } from "./line.ts";
import { resultGutter } from "./render-outputs.ts";

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

function listLines(rows: readonly (readonly string[])[]): readonly Line[] {
  const width = widthsOf(rows)[0] ?? 0;
  return rows.map(([name = "", ...meaning]) => {
    const text = `${resultGutter.text}${fitted(safeText(name), width)}  `;
    return line(meaning.join("  "), "result", { gutter: { text, style: "table-head" }, words: true });
  });
}
