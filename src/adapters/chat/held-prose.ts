import { loneTick, withoutFences } from "./markup.ts";

interface Opening {
  /** What stands before the fence in its line: a list's sign, or words. */
  readonly before: string;
  readonly indent: number;
  readonly mark: string;
  readonly tag: string;
}

/**
 * Markdown whose code blocks begin and end where chats agree that they do: each fence is three backticks in a line of
 * its own, nothing else is, and no backtick outside of a block is left without its other half, which could stand in
 * what follows.
 */
export function heldProse(text: string): string {
  let open: Opening | undefined;
  const lines = text.split("\n").flatMap((line): readonly string[] => {
    if (open === undefined) {
      open = openingOf(line);
      if (open === undefined) return [withPairedTicks(line)];
      const fence = `\`\`\`${open.tag}`;
      return open.before.trim() === "" ? [fence] : [withPairedTicks(open.before.trimEnd()), fence];
    }
    if (!closes(line, open)) return [withoutFences(withoutIndent(line, open.indent))];
    open = undefined;
    return ["```"];
  });
  return lines.join("\n");
}

function openingOf(line: string): Opening | undefined {
  const found =
    /^(?<before>[^`]*?)(?<mark>`{3,})(?<tag>[^`]*)$/.exec(line) ??
    /^(?<before>\s*)(?<mark>~{3,})(?<tag>.*)$/.exec(line);
  const { before = "", mark, tag = "" } = found?.groups ?? {};
  // Behind words only a language may follow: else three backticks are what somebody wrote about.
  if (mark === undefined || (/[^\s>*+\-\d.)]/.test(before) && !/^[\w+#.-]*\s*$/.test(tag))) return undefined;
  return { before, mark, indent: before.length, tag: /^\s*([\w+#.-]*)/.exec(tag)?.[1] ?? "" };
}

function closes(line: string, { mark, before }: Opening): boolean {
  const inside = before.includes(">") ? line.replace(/^[\s>]+/, "") : line;
  const closing = /^\s*(`{3,}|~{3,})\s*$/.exec(inside)?.[1];
  return closing?.startsWith(mark) === true;
}

function withoutIndent(line: string, indent: number): string {
  const own = /^\s*/.exec(line)?.[0].length ?? 0;
  return line.slice(Math.min(own, indent));
}

/** A line whose runs of backticks are all pairs; what has no other half becomes another sign. */
function withPairedTicks(line: string): string {
  const plain = withoutFences(line.replaceAll(/```([^`]+)```/g, "`$1`"));
  return plain.replaceAll(
    /\\`+|(?<!`)(`+)(?!`)(.*?[^`]\1(?!`))?/g,
    (whole, _run: string | undefined, rest: string | undefined) =>
      rest === undefined ? whole.replaceAll("`", loneTick).replaceAll("\\", "") : whole,
  );
}
