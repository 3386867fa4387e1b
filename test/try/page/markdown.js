import { make } from "./dom.js";
import { highlighted } from "./python.js";

const inlines = [
  [/^`` ?(.+?) ?``(?!`)|^`([^`\n]+)`/, ([, wide, narrow]) => make("code", {}, wide ?? narrow)],
  [/^\*\*(?=\S)([^\n]+?)\*\*/, ([, inner]) => make("strong", {}, ...inline(inner))],
  [/^\*(?=[^\s*])([^*\n]*[^\s*])\*(?!\*)/, ([, inner]) => make("em", {}, ...inline(inner))],
  [/^_(?=[^\s_])([^_\n]*[^\s_])_(?!\w)/, ([, inner]) => make("em", {}, ...inline(inner)), /\w$/],
  [/^@[A-Za-z][\w.-]*/, ([whole]) => make("span.mention", {}, whole), /\w$/],
  [/^\\([\\`*_~|>#<@.[\]()-])/, ([, sign]) => sign],
];

/** A small and safe part of Markdown, as nodes: what is not known stays as it was written. */
export function markdown(text) {
  const nodes = [];
  let paragraph = [];
  const flush = () => {
    if (paragraph.some((line) => line.trim() !== "")) nodes.push(...paragraphs(paragraph));
    paragraph = [];
  };
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const [, fence, tag] = /^\s*(`{3,}|~{3,})\s*([\w+-]*)\s*$/.exec(lines[at]) ?? [];
    if (fence === undefined) {
      paragraph.push(lines[at]);
      continue;
    }
    flush();
    const end = lines.findIndex((line, index) => index > at && line.trim() === fence);
    const code = lines.slice(at + 1, end < 0 ? undefined : end).join("\n");
    nodes.push(codeBlock(tag, code));
    at = end < 0 ? lines.length : end;
  }
  flush();
  return nodes;
}

/** @param tag the language that the fence names */
export function codeBlock(tag, code) {
  const isPython = tag === "python" || tag === "py";
  const inner = make("code", {}, ...(isPython ? highlighted(code) : [code]));
  return make(isPython ? "pre.python" : "pre.output", { tabIndex: 0 }, inner);
}

const kinds = [
  { name: "quote", sign: /^> ?/, tag: "blockquote" },
  { name: "small", sign: /^-# /, tag: "p.small" },
  { name: "own", sign: /^▸ /, tag: "p.own" },
  { name: "heading", sign: /^#{1,4} (?=\S)/, tag: "p.heading" },
];

/** Lines of the same kind that follow each other are one block; an empty line parts paragraphs. */
function paragraphs(lines) {
  const blocks = [];
  for (const line of lines) {
    const kind = kinds.find(({ sign }) => sign.test(line));
    const last = blocks.at(-1);
    const inner = kind === undefined ? line : line.replace(kind.sign, "");
    if (line.trim() === "") blocks.push({ kind: undefined, lines: [] });
    else if (last !== undefined && last.kind === kind) last.lines.push(inner);
    else blocks.push({ kind, lines: [inner] });
  }
  return blocks
    .filter((block) => block.lines.length > 0)
    .map((block) => make(block.kind?.tag ?? "p", {}, ...inline(block.lines.join("\n"))));
}

function inline(text) {
  const nodes = [];
  let plain = "";
  for (let rest = text; rest !== ""; ) {
    const found = inlines.find(([pattern, , notAfter]) => pattern.test(rest) && !(notAfter?.test(plain) ?? false));
    if (found === undefined) {
      plain += rest[0];
      rest = rest.slice(1);
      continue;
    }
    const [pattern, draw] = found;
    const match = pattern.exec(rest);
    nodes.push(plain, draw(match));
    plain = "";
    rest = rest.slice(match[0].length);
  }
  return [...nodes, plain].filter((node) => node !== "");
}
