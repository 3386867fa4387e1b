import { common, createEmphasize } from "emphasize";
import { safeText } from "../../safe-text.ts";
import type { Span, Style } from "../lines/line.ts";

/** Longer code is shown in one colour: highlighting it again with each piece that comes would take too long. */
const highlightCharacters = 20_000;

const styles: Readonly<Record<string, Style>> = {
  keyword: "code-keyword",
  string: "code-string",
  number: "code-number",
  literal: "code-number",
  comment: "code-comment",
  title: "code-name",
  section: "code-name",
  built_in: "code-builtin",
  type: "code-builtin",
  meta: "code-meta",
  symbol: "code-number",
  subst: "code",
};

const names = Object.keys(styles);
// Control characters mark the styles, since safe text has none of its own.
const sheet = Object.fromEntries(
  names.map((name, index) => [name, (text: string) => `\x01${String.fromCharCode(0xe000 + index)}${text}\x02`]),
);
const emphasize = createEmphasize(common.python === undefined ? {} : { python: common.python });

/** Python in its colours, line by line. */
export function highlight(code: string): readonly (readonly Span[])[] {
  const safe = safeText(code);
  if (safe.length > highlightCharacters) return safe.split("\n").map((text) => [{ text, style: "code" }]);
  return linesOf(emphasize.highlight("python", safe, sheet).value);
}

function linesOf(marked: string): readonly (readonly Span[])[] {
  const lines: Span[][] = [[]];
  const nested: Style[] = ["code"];
  for (const token of marked.split(/(\x01[\s\S]|\x02|\n)/)) {
    if (token.startsWith("\x01")) nested.push(styles[names[token.charCodeAt(1) - 0xe000] ?? ""] ?? "code");
    else if (token === "\x02") nested.pop();
    else if (token === "\n") lines.push([]);
    else if (token !== "") lines.at(-1)?.push({ text: token, style: nested.at(-1) ?? "code" });
  }
  return lines;
}
