import type { SaidPart } from "../dialog.ts";
import type { Said } from "../model/model.ts";
import type { Call } from "./refuse.ts";

/** What stays of a block that is too long. */
const SHORTENED_CHARACTERS = 400;

/** A block of code that a step held, and whether its end came. */
export type Block = Call & { readonly closed: boolean };

/** Gathers the pieces of one step into parts that hold the model's exact words. */
export class Utterance {
  readonly #call: string;
  readonly #parts: SaidPart[] = [];
  #raw = "";
  #code = "";
  #thinking = 0;
  #block: Block | undefined;

  /** @param call the id that a block of this step gets */
  constructor(call: string) {
    this.#call = call;
  }

  get parts(): readonly SaidPart[] {
    return this.#parts;
  }

  get block(): Block | undefined {
    return this.#block;
  }

  get thinkingCharacters(): number {
    return this.#thinking;
  }

  get hasProse(): boolean {
    return this.#parts.some((part) => part.kind === "prose" && part.text.trim() !== "");
  }

  add(said: Said): void {
    if (said.kind === "thinking") this.#addThinking(said.raw);
    if (said.kind === "prose") this.#addProse(said.raw, said.text);
    if (said.kind === "code") {
      this.#raw += said.raw;
      this.#code += said.text;
    }
    if (said.kind === "code-closed") this.#close(said.raw, said.code, true);
    if (said.kind === "code-cut") this.#close(said.raw, said.code, false);
  }

  /** How much of a block has been written so far. */
  get codeCharacters(): number {
    return this.#block?.code.length ?? this.#code.length;
  }

  /** Ends a block that is too long to be run or kept: its head stays, with a count of the rest. */
  shorten(): Call {
    if (this.#block === undefined) this.#close("", this.#code, false);
    const { id, code } = this.#block ?? { id: this.#call, code: "" };
    const head = `${code.slice(0, SHORTENED_CHARACTERS)}\n# … ${code.length - SHORTENED_CHARACTERS} characters left out …`;
    this.#parts[this.#parts.length - 1] = { kind: "call", raw: `\`\`\`python\n${head}\n\`\`\`\n`, id, code: head };
    return { id, code: head };
  }

  /** Ends a block that was still being written. @returns the block, or undefined when none was open */
  breakOff(): Call | undefined {
    if (this.#raw === "") return undefined;
    this.#close("", this.#code, false);
    return this.#block;
  }

  #addThinking(raw: string): void {
    this.#thinking += raw.length;
    const last = this.#parts.at(-1);
    if (last?.kind === "thinking") this.#parts[this.#parts.length - 1] = { kind: "thinking", raw: last.raw + raw };
    else this.#parts.push({ kind: "thinking", raw });
  }

  #addProse(raw: string, text: string): void {
    const last = this.#parts.at(-1);
    if (last?.kind !== "prose") this.#parts.push({ kind: "prose", raw, text });
    else this.#parts[this.#parts.length - 1] = { kind: "prose", raw: last.raw + raw, text: last.text + text };
  }

  #close(raw: string, code: string, closed: boolean): void {
    this.#parts.push({ kind: "call", raw: this.#raw + raw, id: this.#call, code });
    this.#block = { id: this.#call, code, closed };
    this.#raw = "";
  }
}
