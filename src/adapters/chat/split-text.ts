/** What of a limit is kept for a fence that has to be closed and opened again. */
const FENCE_ROOM = 40;
/** A piece is not ended earlier than after this share of what it could hold. */
const LEAST = 0.5;

/**
 * Markdown in pieces of at most `limit` UTF-16 units. A fence that goes over the end of a piece is closed there and
 * opened again, with its tag, in the next. The pieces of a text that grows stay as they are, but for the last two.
 */
export function splitText(text: string, limit: number): readonly string[] {
  const pieces: string[] = [];
  let rest = text;
  let open = "";
  while (open.length + rest.length > limit) {
    const end = breakAt(rest, limit - open.length - FENCE_ROOM);
    const piece = open + rest.slice(0, end);
    rest = rest.slice(end).replace(/^\n/, "");
    const left = openFence(piece);
    pieces.push(left === undefined ? piece.trimEnd() : `${piece.replace(/\n$/, "")}\n${left.mark}`);
    open = left === undefined ? "" : `${left.line}\n`;
    if (left === undefined) rest = rest.replace(/^\n+/, "");
  }
  if (pieces.length === 0) return [text];
  return [...pieces, open + rest].map(withoutEmptyBlocks).filter((piece) => piece.trim() !== "");
}

/** The fence that a text leaves open: the line that opens it, and what closes it. */
export function openFence(text: string): { readonly line: string; readonly mark: string } | undefined {
  let open: { readonly line: string; readonly mark: string } | undefined;
  for (const line of text.split("\n")) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark === undefined) continue;
    if (open === undefined) open = { line: line.trim().slice(0, FENCE_ROOM / 2), mark };
    else if (mark.startsWith(open.mark) && line.trim() === mark) open = undefined;
  }
  return open;
}

/** Markdown whose last fence is closed, and in which no block is empty. */
export function withWholeBlocks(text: string): string {
  const open = openFence(text);
  return withoutEmptyBlocks(open === undefined ? text : `${text.replace(/\n$/, "")}\n${open.mark}`);
}

/** Two fences with nothing between them are no block to Discord: it takes the second for the beginning of one. */
function withoutEmptyBlocks(text: string): string {
  const kept: string[] = [];
  let opening: number | undefined;
  for (const line of text.split("\n")) {
    const fence = line.startsWith("```");
    if (fence && opening !== undefined) {
      const empty = kept.slice(opening + 1).every((inner) => inner.trim() === "");
      if (empty) kept.length = opening;
      else kept.push(line);
      opening = undefined;
    } else {
      if (fence) opening = kept.length;
      kept.push(line);
    }
  }
  return kept.join("\n");
}

/** The best place to end a piece: behind a paragraph, a line, a word, or in the middle of one. */
function breakAt(text: string, most: number): number {
  for (const mark of ["\n\n", "\n", " "]) {
    const at = text.lastIndexOf(mark, most - mark.length);
    if (at >= most * LEAST) return at + mark.length;
  }
  return /[\udc00-\udfff]/.test(text.charAt(most)) ? most - 1 : most;
}
