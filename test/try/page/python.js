import { make } from "./dom.js";

const keywords =
  "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return try while with yield";
const parts = [
  ["comment", /#[^\n]*/],
  ["string", /\b[rbfu]{0,2}(?:"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?)/i],
  ["string", /"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?/],
  ["number", /\b\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?\b/i],
  ["keyword", new RegExp(`\\b(?:${keywords.replaceAll(" ", "|")})\\b`)],
  ["call", /\b[A-Za-z_]\w*(?=\()/],
];
const any = new RegExp(parts.map(([, { source }]) => `(${source})`).join("|"), "gi");

/** Python in colours, as nodes. */
export function highlighted(code) {
  const nodes = [];
  let at = 0;
  for (const match of code.matchAll(any)) {
    const [kind] = parts[match.slice(1).findIndex((part) => part !== undefined)];
    nodes.push(code.slice(at, match.index), make(`span.${kind}`, {}, match[0]));
    at = match.index + match[0].length;
  }
  return [...nodes, code.slice(at)].filter((node) => node !== "");
}
