/** What a chat shows of a long text. */
export interface ExcerptBounds {
  readonly headLines: number;
  readonly tailLines: number;
  readonly characters: number;
}

/** Head and tail of a text, with a line between them that counts what is missing. */
export function excerpt(
  text: string,
  { headLines, tailLines, characters }: ExcerptBounds,
  leftOut: (characters: number) => string,
): { readonly text: string; readonly cut: boolean } {
  const lines = text.split("\n");
  if (lines.length <= headLines + tailLines + 1 && text.length <= characters) return { text, cut: false };
  const head = upTo(
    lines.slice(0, headLines).join("\n"),
    Math.floor((characters * headLines) / (headLines + tailLines)),
  );
  const tail = lastOf(lines.slice(Math.max(headLines, lines.length - tailLines)).join("\n"), characters - head.length);
  const missing = text.length - head.length - tail.length;
  return { text: [head, leftOut(missing), tail].filter((part) => part !== "").join("\n"), cut: true };
}

function upTo(text: string, most: number): string {
  if (text.length <= most) return text;
  return text.slice(0, most).replace(/[\ud800-\udbff]$/, "");
}

function lastOf(text: string, most: number): string {
  if (text.length <= most) return text;
  return most <= 0 ? "" : text.slice(-most).replace(/^[\udc00-\udfff]/, "");
}
