import type { End, Heard, Mode } from "./heard.ts";
import { ProseLines } from "./prose-lines.ts";
import { UntilRoleToken } from "./role-tokens.ts";
import { Thinking } from "./thinking.ts";

export interface ReaderOptions {
  /** Whether the answer begins inside a thought, as with templates that open it in the prompt. */
  readonly thinks?: boolean;
  /** Whether a role token ends the text; false for what a person typed. */
  readonly rolesEnd?: boolean;
}

/**
 * Reads a model's answer in pieces of any size into prose, thinking and runnable blocks, in order. The `raw` of all
 * that it gives out, joined, is what it was given, up to a role token.
 */
export class Reader {
  readonly #tokens: UntilRoleToken | undefined;
  #mode: Mode;
  /** What has not gone out of the line that is being read. */
  #line = "";
  #fresh = true;

  constructor(options: ReaderOptions = {}) {
    this.#tokens = options.rolesEnd === false ? undefined : new UntilRoleToken();
    this.#mode = options.thinks ? new Thinking(() => new ProseLines(false), false) : new ProseLines(false);
  }

  /** Whether the answer ended at a role token that the server did not stop at; `end("stop")` is due. */
  get over(): boolean {
    return this.#tokens?.over ?? false;
  }

  read(piece: string): readonly Heard[] {
    const out: Heard[] = [];
    this.#feed(this.#tokens ? this.#tokens.take(piece) : piece, out);
    return out;
  }

  end(why: End): readonly Heard[] {
    const out: Heard[] = [];
    this.#feed(this.#tokens?.rest() ?? "", out);
    for (;;) {
      while (this.#line !== "") this.#whole(out);
      const next = this.#mode.end(why, out);
      this.#mode = next.mode;
      this.#fresh = true;
      if (next.rest === "") return out;
      this.#feed(next.rest, out);
    }
  }

  #feed(text: string, out: Heard[]): void {
    let start = 0;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", start)) {
      this.#line += text.slice(start, at + 1);
      start = at + 1;
      this.#whole(out);
    }
    this.#line += text.slice(start);
    this.#part(out);
  }

  #whole(out: Heard[]): void {
    const line = this.#line;
    this.#line = "";
    const next = this.#mode.line(line, this.#fresh, out);
    this.#mode = next.mode;
    this.#fresh = true;
    if (next.rest !== "") this.#feed(next.rest, out);
  }

  #part(out: Heard[]): void {
    while (this.#line !== "") {
      const next = this.#mode.part(this.#line, this.#fresh, out);
      const changed = next.mode !== this.#mode;
      this.#fresh = changed || (this.#fresh && next.rest.length === this.#line.length);
      this.#mode = next.mode;
      this.#line = next.rest;
      if (!changed) return;
    }
  }
}
