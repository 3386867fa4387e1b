import { columnsOf } from "../../columns.ts";
import { safeText } from "../../safe-text.ts";
import type { Span } from "../lines/line.ts";
import type { Row } from "../lines/wrap.ts";
import type { Foot, Size } from "./screen.ts";

/** What is being typed. */
export interface TypedLine {
  readonly text: string;
  /** Where the cursor stands, in UTF-16 units. */
  readonly cursor: number;
  /** What was cut last, for Ctrl-Y. */
  readonly cut: string;
}

export interface Key {
  readonly name?: string | undefined;
  readonly sequence: string;
  readonly ctrl: boolean;
  readonly meta: boolean;
}

export const emptyLine: TypedLine = { text: "", cursor: 0, cut: "" };
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
/** Looked at on each side of the cursor: longer than any grapheme, short enough for any text. */
const near = 64;
const most = 4;

export function insert(line: TypedLine, text: string): TypedLine {
  const { cursor } = line;
  const clean = safeText(text);
  return { ...line, text: line.text.slice(0, cursor) + clean + line.text.slice(cursor), cursor: cursor + clean.length };
}

export function withText(line: TypedLine, text: string): TypedLine {
  return { ...line, text, cursor: text.length };
}

/** The line after a key that edits; undefined for keys that do not. */
export function edit(line: TypedLine, key: Key): TypedLine | undefined {
  const { text, cursor } = line;
  const move = moves[name(key)];
  if (move !== undefined) return { ...line, cursor: move(text, cursor) };
  const until = cuts[name(key)];
  if (until !== undefined) return remove(line, cursor, until(text, cursor));
  switch (name(key)) {
    case "backspace":
      return { ...remove(line, cursor, before(text, cursor)), cut: line.cut };
    case "delete":
      return { ...remove(line, cursor, after(text, cursor)), cut: line.cut };
    case "ctrl+y":
      return insert(line, line.cut);
    case "meta+return":
    case "enter":
      return insert(line, "\n");
    default:
      return typed(key) ? insert(line, key.sequence) : undefined;
  }
}

/** The rows of the prompt, and where its cursor stands; of a long text those around the cursor. */
export function promptFoot({ text, cursor }: TypedLine, { columns }: Size, sign: Span): Foot {
  const from = Math.max(0, cursor - 4_000);
  const rows: { text: string; width: number }[] = [{ text: "", width: 0 }];
  let place = { row: 0, column: 0 };
  const room = Math.max(4, columns - 2);
  for (const { segment, index } of graphemes.segment(`${text.slice(from, cursor + 1_000)} `)) {
    const last = rows.at(-1) ?? { text: "", width: 0 };
    const shown = segment === "\t" ? "  " : segment;
    const width = segment === "\n" ? 0 : columnsOf(shown);
    if (last.width + width > room) rows.push({ text: "", width: 0 });
    const row = rows.at(-1) ?? last;
    if (from + index <= cursor) place = { row: rows.length - 1, column: row.width + 2 };
    if (segment === "\n") rows.push({ text: "", width: 0 });
    else [row.text, row.width] = [row.text + shown, row.width + width];
  }
  const top = Math.max(0, place.row - most);
  const lines = rows.slice(top, place.row + most);
  return {
    rows: lines.map(
      (row, at): Row => ({
        spans: [at + top === 0 && from === 0 ? sign : { ...sign, text: "  " }, { text: row.text, style: "person" }],
      }),
    ),
    cursor: { row: place.row - top, column: place.column },
  };
}

type Place = (text: string, cursor: number) => number;

const before: Place = (text, cursor) => {
  const last = [...graphemes.segment(text.slice(Math.max(0, cursor - near), cursor))].at(-1);
  return cursor - (last?.segment.length ?? 0);
};
const after: Place = (text, cursor) => {
  const [first] = graphemes.segment(text.slice(cursor, cursor + near));
  return cursor + (first?.segment.length ?? 0);
};
const lineStart: Place = (text, cursor) => (cursor === 0 ? 0 : text.lastIndexOf("\n", cursor - 1) + 1);
const lineEnd: Place = (text, cursor) => {
  const end = text.indexOf("\n", cursor);
  return end < 0 ? text.length : end;
};
const wordLeft: Place = (text, cursor) =>
  cursor - (/[\p{L}\p{N}_]*[^\p{L}\p{N}_]*$/u.exec(text.slice(0, cursor))?.[0].length ?? 0);
const wordRight: Place = (text, cursor) =>
  cursor + (/^[^\p{L}\p{N}_]*[\p{L}\p{N}_]*/u.exec(text.slice(cursor))?.[0].length ?? 0);
const spaceLeft: Place = (text, cursor) => cursor - (/\S*\s*$/.exec(text.slice(0, cursor))?.[0].length ?? 0);

const moves: Readonly<Record<string, Place>> = {
  left: before,
  right: after,
  "ctrl+b": before,
  "ctrl+f": after,
  home: lineStart,
  end: lineEnd,
  "ctrl+a": lineStart,
  "ctrl+e": lineEnd,
  "ctrl+left": wordLeft,
  "ctrl+right": wordRight,
  "meta+left": wordLeft,
  "meta+right": wordRight,
  "meta+b": wordLeft,
  "meta+f": wordRight,
};

const cuts: Readonly<Record<string, Place>> = {
  "ctrl+u": lineStart,
  "ctrl+k": lineEnd,
  "ctrl+w": spaceLeft,
  "meta+backspace": wordLeft,
  "meta+d": wordRight,
};

function remove(line: TypedLine, from: number, to: number): TypedLine {
  const [start, end] = from < to ? [from, to] : [to, from];
  return { text: line.text.slice(0, start) + line.text.slice(end), cursor: start, cut: line.text.slice(start, end) };
}

function name({ name: plain = "", ctrl, meta }: Key): string {
  return `${ctrl ? "ctrl+" : ""}${meta ? "meta+" : ""}${plain}`;
}

function typed({ sequence, ctrl, meta }: Key): boolean {
  return !ctrl && !meta && sequence !== "" && safeText(sequence) === sequence && sequence !== "\t" && sequence !== "\n";
}
