import type { Output } from "./turn.ts";

/**
 * Adds what a cell shows next to what it has shown: joins streams, moves lines with `\r` and `\b`, empties on
 * "cleared", and replaces displays. The newest replacement of each display stays, in front of all that is shown,
 * because it may mean displays of earlier cells too.
 */
export function addOutput(outputs: readonly Output[], next: Output): readonly Output[] {
  switch (next.kind) {
    case "cleared":
      return outputs.filter((output) => output.kind === "replaced");
    case "stream":
      return addText(outputs, next.stream, next.text);
    case "replaced":
      return [
        next,
        ...replaceDisplay(
          outputs.filter((output) => !isReplacement(output, next.display)),
          next,
        ),
      ];
    case "display":
    case "error":
    case "omitted":
      return [...outputs, next];
    default:
      return next satisfies never;
  }
}

/** Every display of that name as the replacement has it. */
export function replaceDisplay(
  outputs: readonly Output[],
  { display, shown }: Output & { readonly kind: "replaced" },
): readonly Output[] {
  return outputs.map((output) =>
    output.kind === "display" && output.display === display ? { ...output, shown } : output,
  );
}

function isReplacement(output: Output, display: string): boolean {
  return output.kind === "replaced" && output.display === display;
}

function addText(outputs: readonly Output[], stream: "stdout" | "stderr", text: string): readonly Output[] {
  const last = outputs.at(-1);
  if (last?.kind !== "stream" || last.stream !== stream)
    return [...outputs, { kind: "stream", stream, text: overtype("", text) }];
  return [...outputs.slice(0, -1), { ...last, text: overtype(last.text, text) }];
}

/**
 * Types `more` after `text` as a terminal would: `\r` goes back to the line's start, `\b` one character back. A cursor
 * that stands inside the last line is kept as `\r` and what lies before it; `visible` takes that away.
 */
export function overtype(text: string, more: string): string {
  const lineStart = text.lastIndexOf("\n") + 1;
  const line = text.slice(lineStart);
  if (!/[\r\b]/.test(line) && !/[\r\b]/.test(more)) return text + more;
  const lines = (line + more).replace(/\r+\n/g, "\n").split("\n").map(overtypeLine);
  const last = lines.pop() ?? { text: "", column: 0 };
  const cursor = last.column < last.text.length ? `\r${last.text.slice(0, last.column)}` : "";
  return text.slice(0, lineStart) + [...lines.map((done) => done.text), last.text + cursor].join("\n");
}

/** A stream's text as a person should see it. */
export function visible(text: string): string {
  const lineStart = text.lastIndexOf("\n") + 1;
  const cursor = text.indexOf("\r", lineStart);
  return cursor < 0 ? text : text.slice(0, cursor);
}

function overtypeLine(line: string): { readonly text: string; readonly column: number } {
  if (!/[\r\b]/.test(line)) return { text: line, column: line.length };
  const cells: string[] = [];
  let column = 0;
  for (const unit of line.split("")) {
    if (unit === "\r") column = 0;
    else if (unit === "\b") column = Math.max(0, column - 1);
    else cells[column++] = unit;
  }
  return { text: cells.join(""), column };
}
