/** What a line of text is worth as evidence that a block is Python. */
export type Evidence =
  /** Enough to take the whole block for Python. */
  | "strong"
  | "good"
  /** Could be Python, could be the output of a program: a name, a number, a list. */
  | "weak"
  /** A comment. */
  | "neutral"
  /** Cannot be Python. */
  | "against";

const TOKEN =
  /(?<space>\s+|\\\n|#[^\n]*)|(?<string>[rRbBfFuU]{0,2}(?:"""(?:\\[^]|[^\\])*?"""|'''(?:\\[^]|[^\\])*?'''|"(?:\\[^]|[^"\\\n])*"|'(?:\\[^]|[^'\\\n])*'))|(?<number>(?:0[xXoObB][\da-fA-F_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?[jJ]?))|(?<name>[\p{L}_][\p{L}\p{M}\p{N}_]*)|(?<open>[([{])|(?<close>[)\]}])|(?<operator>\*\*=?|\/\/=?|>>=?|<<=?|->|:=|[-+*/%&|^@=!<>]=?|[~.,:;])/uy;
const STATEMENT_LIMIT = 5000;
const KEYWORDS = new Set(
  "and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield match case".split(
    " ",
  ),
);
const FOREIGN =
  /^(?:>>>|\.\.\. |In ?\[\d*\]|Out\[|\$ |Traceback \(most|console\.|System\.|document\.|#include|#!\/bin|<)/;
/** What `repr` prints looks like a call. */
const PRINTED =
  /^(?:array|Index|RangeIndex|DatetimeIndex|Timestamp|Timedelta|Counter|OrderedDict|defaultdict|dtype|deque|Decimal|Fraction|datetime\.\w+|namedtuple|dict_\w+|Series|Name)\(/;
const BLOCK = /^(?:(?:async\s+)?(?:def|for|with)|class|while|if|elif|else|try|except|finally|match|case)\b[^]*:/;

/** Judges one statement of a block whose fence names no language. */
export function weigh(statement: string): Evidence {
  const text = statement.trim();
  if (FOREIGN.test(text)) return "against";
  if (text.startsWith("#")) return "neutral";
  if (/^(?:!|%{1,2}[A-Za-z])/.test(text)) return "good";
  if (/^\w[\w.]*\?{1,2}$/.test(text)) return "weak";
  if (text.length > STATEMENT_LIMIT) return /^[\p{L}_][\w.]*\s*(?:=[^=]|\()/u.test(text) ? "good" : "weak";
  const shape = shapeOf(text);
  if (!shape) return "against";
  if (/^(?:import\s+\w|from\s+[\w.]+\s+import\b|@\w|print\s*\()/.test(text) || BLOCK.test(text)) return "strong";
  if (shape.assigns || shape.computes) return "good";
  return shape.calls && !PRINTED.test(text) ? "good" : "weak";
}

interface Shape {
  readonly assigns: boolean;
  readonly calls: boolean;
  readonly computes: boolean;
}

type Kind = "number" | "string" | "name" | "keyword" | "open" | "close" | "operator";

/** @returns undefined where the words do not follow each other as they do in Python */
function shapeOf(text: string): Shape | undefined {
  let before: Kind = "operator";
  let depth = 0;
  let spaced = false;
  const found = { assigns: false, calls: false, computes: false };
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < text.length; ) {
    const match = TOKEN.exec(text);
    if (!match) return undefined;
    const kind = kindOf(match.groups ?? {}, match[0]);
    if (kind === undefined) {
      spaced = true;
      continue;
    }
    if (clash(before, kind, match[0], spaced)) return undefined;
    if (kind === "open") {
      if (match[0] === "(" && (before === "name" || before === "close")) found.calls = true;
      depth += 1;
    } else if (kind === "close") depth -= 1;
    if (match[0] === "for" && depth > 0) found.computes = true;
    if (kind === "operator" && depth === 0) {
      if (/^(?:[-+*/%&|^@]|\/\/|\*\*|>>|<<)?=$/.test(match[0])) found.assigns = true;
      if (/^(?:\+|\*|\*\*|\/\/)$/.test(match[0]) && before !== "operator") found.computes = true;
    }
    before = kind;
    spaced = false;
  }
  return found;
}

function kindOf(groups: Partial<Record<string, string>>, text: string): Kind | undefined {
  if (groups["space"] !== undefined) return undefined;
  if (groups["string"] !== undefined) return "string";
  if (groups["number"] !== undefined) return "number";
  if (groups["name"] !== undefined) return KEYWORDS.has(text) ? "keyword" : "name";
  if (groups["open"] !== undefined) return "open";
  return groups["close"] === undefined ? "operator" : "close";
}

/** Whether Python never has these two side by side: two names, a number and a name, words after a bracket. */
function clash(before: Kind, kind: Kind, text: string, spaced: boolean): boolean {
  const operand = kind === "name" || kind === "number" || kind === "string";
  if (before === "string") return operand && kind !== "string" && spaced;
  if (before === "name" || before === "number" || before === "close") {
    if (operand || text === "{") return true;
    return before === "number" && kind === "open";
  }
  return false;
}
