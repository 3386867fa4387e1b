/** How a block of text was opened. */
export interface Fence {
  readonly mark: string;
  readonly length: number;
  readonly language: "python" | "untagged" | "markdown" | "other";
  /** Characters before the fence, by which the lines of the block may be indented. */
  readonly indent: number;
  /** Whether the block stands in a quotation, each line behind a `>`. */
  readonly quoted: boolean;
}

/** A line longer than this is never an opening fence or a header. */
export const STRUCTURE_LIMIT = 300;
/** The longest tag of a fence that stands behind words on its line. */
export const INLINE_TAG_LIMIT = 60;

const OPENING =
  /^(?<lead>[ \t]*(?<quote>(?:>[ \t]?)*)[ \t]*(?:(?:[-*+•]|\d{1,9}[.)、])[ \t]+)?)(?<run>`{3,}|~{3,}|`{3,})(?<info>[^`]*)$/;
const CLOSING = /^[ \t]*(?<run>`{3,}|~{3,}|`{3,})(?<info>.*)$/;
const PYTHON = /^(?:i?python|py)(?:[23](?:\.\d+)*)?(?![\w.-])|^(?:jupyter|tool_code)\b|^[\w./\\-]+\.py(?![\w])/;
const MARKDOWN = /^(?:markdown|md|mdx|rst|text|txt|plaintext)\b/;
const KNOWN =
  /^(?:bash|sh|shell|zsh|console|terminal|cmd|powershell|json|jsonl|yaml|yml|toml|ini|xml|html|css|csv|tsv|sql|r|c|cpp|c\+\+|java|javascript|js|typescript|ts|go|rust|ruby|php|latex|tex|mermaid|diff|dockerfile|output|outputs|result|results|pycon|log|none|plain)(?![\w])/;

/** @param line without its end */
export function openingFence(line: string): Fence | undefined {
  if (line.length > STRUCTURE_LIMIT) return undefined;
  const groups = OPENING.exec(line)?.groups;
  if (!groups) return undefined;
  const { lead = "", quote = "", run = "", info = "" } = groups;
  const quoted = quote !== "";
  const indent = quoted ? 0 : lead.length;
  return { mark: run.charAt(0), length: run.length, language: languageOf(info), indent, quoted };
}

/**
 * A fence behind words on the same line, as in `代码如下:```python`. It needs a tag that names a language, or a colon
 * before it.
 * @param before the last character before the line, for a line whose head is not at hand
 */
export function inlineFence(line: string, before: string): { readonly at: number; readonly fence: Fence } | undefined {
  const found = /`{3,}[^`]*$/.exec(line.slice(-INLINE_TAG_LIMIT - 40));
  if (!found) return undefined;
  const run = /^`+/.exec(found[0])?.[0] ?? "";
  const at = line.length - found[0].length;
  const info = found[0].slice(run.length);
  if (info.length > INLINE_TAG_LIMIT || line.charAt(at - 1) === "`") return undefined;
  const language = languageOf(info);
  const words = (before + line.slice(0, at)).trimEnd();
  const plain = language === "untagged" ? /[::]$/.test(words) : namesLanguage(info);
  return plain ? { at, fence: { mark: "`", length: run.length, language, indent: 0, quoted: false } } : undefined;
}

/** What follows the fence on a line that may close this block; undefined when it does not begin with such a fence. */
export function closingFence(line: string, fence: Fence): { readonly info: string } | undefined {
  const groups = CLOSING.exec(line)?.groups;
  const { run = "", info = "" } = groups ?? {};
  return run.charAt(0) === fence.mark && run.length >= fence.length ? { info } : undefined;
}

/** Whether the tag of a fence is the name of a language, not words of a sentence. */
export function namesLanguage(info: string): boolean {
  const tag = tagOf(info);
  return PYTHON.test(tag) || MARKDOWN.test(tag) || KNOWN.test(tag);
}

function languageOf(info: string): Fence["language"] {
  const tag = tagOf(info);
  if (tag === "") return "untagged";
  if (PYTHON.test(tag)) return "python";
  return MARKDOWN.test(tag) ? "markdown" : "other";
}

function tagOf(info: string): string {
  return info
    .normalize("NFKC")
    .trim()
    .replace(/^\{\s*\.?/, "")
    .toLowerCase();
}
