/** Of what is kept, the part that comes from the head. */
const HEAD_SHARE = 0.6;
/** How far a cut may move to fall between lines. */
const LINE_REACH = 120;
const FIGURE = /\[figure (\d+): [^\]\n]{1,40}\]/g;

/** Keeps head and tail of a cell's output, and says how much is missing and how it can be read. */
export function cutMiddle(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const headEnd = lineEnd(text, Math.floor(limit * HEAD_SHARE));
  const tailStart = Math.max(headEnd, lineStart(text, text.length - Math.floor(limit * (1 - HEAD_SHARE))));
  const missing = text.slice(headEnd, tailStart);
  const figures = [...missing.matchAll(FIGURE)].map((match) => match[1] ?? "");
  const shown = figures.length > 0 ? ` Figures shown in that part: ${figures.slice(0, 40).join(", ")}.` : "";
  const ask = `earlier_output(start=${headEnd}, length=${Math.max(200, Math.floor(limit * 0.75))})`;
  const note = `[… ${missing.length} of ${text.length} characters left out here.${shown} To read on from there, run ${ask} …]`;
  const head = text.slice(0, headEnd);
  return `${head}${head === "" || head.endsWith("\n") ? "" : "\n"}${note}\n${text.slice(tailStart)}`;
}

/** Keeps the last lines of a traceback; the very last is kept in any case, cut in its middle where it is too long. */
export function cutLines(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const lines = text.trimEnd().split("\n");
  const last = shorten(lines.pop() ?? "", limit);
  const kept: string[] = [last];
  let room = limit - last.length;
  while (lines.length > 0 && (lines.at(-1)?.length ?? 0) < room) {
    const line = lines.pop() ?? "";
    room -= line.length + 1;
    kept.unshift(line);
  }
  return lines.length === 0
    ? `${kept.join("\n")}\n`
    : `[… ${lines.length} lines of the traceback left out …]\n${kept.join("\n")}\n`;
}

function shorten(line: string, limit: number): string {
  if (line.length <= limit) return line;
  const half = Math.floor(limit / 2);
  const end = whole(line, line.length - half);
  return `${line.slice(0, whole(line, half))} … ${line.slice(end)}`;
}

/** The end of the last line that ends near before `at`, else `at` itself. */
function lineEnd(text: string, at: number): number {
  const end = text.lastIndexOf("\n", at - 1) + 1;
  return end > at - LINE_REACH && end > 0 ? end : whole(text, at);
}

function lineStart(text: string, at: number): number {
  const start = text.indexOf("\n", at) + 1;
  return start > 0 && start < at + LINE_REACH && start < text.length ? start : whole(text, at);
}

/** Never between the two halves of a character beyond the basic plane. */
function whole(text: string, at: number): number {
  return /[\udc00-\udfff]/.test(text.charAt(at)) ? Math.max(0, at - 1) : at;
}
