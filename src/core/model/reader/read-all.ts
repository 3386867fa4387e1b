import type { End, Heard } from "./heard.ts";
import { Reader, type ReaderOptions } from "./reader.ts";

/** A part of a whole text; `closed` is false for a block that broke off. */
export type Part =
  | { readonly kind: "prose"; readonly raw: string; readonly text: string }
  | { readonly kind: "thinking"; readonly raw: string }
  | { readonly kind: "code"; readonly raw: string; readonly code: string; readonly closed: boolean };

/** Reads a whole text at once: every part of it, in order. */
export function readAll(text: string, why: End = "stop", options: ReaderOptions = {}): readonly Part[] {
  const reader = new Reader(options);
  return joinParts([...reader.read(text), ...reader.end(why)]);
}

/** Joins what a reader gave out into whole parts. */
export function joinParts(heard: readonly Heard[]): readonly Part[] {
  const parts: Part[] = [];
  let raws: string[] = [];
  for (const said of heard) {
    if (said.kind === "code") raws.push(said.raw);
    else if (said.kind === "code-closed" || said.kind === "code-cut") {
      const closed = said.kind === "code-closed";
      parts.push({ kind: "code", raw: raws.join("") + said.raw, code: said.code, closed });
      raws = [];
    } else joinProse(parts, said);
  }
  return parts;
}

function joinProse(parts: Part[], said: Extract<Heard, { kind: "prose" | "thinking" }>): void {
  const last = parts.at(-1);
  if (said.kind === "prose" && last?.kind === "prose")
    parts.splice(-1, 1, { ...last, raw: last.raw + said.raw, text: last.text + said.text });
  else if (said.kind === "thinking" && last?.kind === "thinking")
    parts.splice(-1, 1, { ...last, raw: last.raw + said.raw });
  else parts.push(said);
}

/** The Python that a person typed in fences, joined in order; undefined when there is none. */
export function typedCode(text: string): string | undefined {
  const code = readAll(text, "stop", { rolesEnd: false }).flatMap((part) => (part.kind === "code" ? [part.code] : []));
  return code.length > 0 ? code.join("\n\n") : undefined;
}
