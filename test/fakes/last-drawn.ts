import { stripVTControlCharacters } from "node:util";

/** What stands on a terminal that never scrolls, after these frames. */
export function lastDrawn(written: string): string {
  const rows = [""];
  let row = 0;
  for (const token of written.split(/(\x1b\[[?\d;]*[A-Za-z]|\r\n)/)) {
    const move = /^\x1b\[(\d*)([AB])$/.exec(token);
    if (move !== null) row += Number(move[1]) * (move[2] === "A" ? -1 : 1);
    else if (token === "\r\n") rows[++row] = "";
    else if (token === "\x1b[J") [rows.length, rows[row]] = [row + 1, ""];
    else if (!token.startsWith("\x1b")) rows[row] += token.replaceAll("\r", "");
  }
  return stripVTControlCharacters(rows.join("\n"));
}
