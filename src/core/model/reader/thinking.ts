import type { End, Heard, Mode, Next } from "./heard.ts";

const CLOSING = ["</think>", "</thinking>"];
const CLOSED = /<\/think(?:ing)?>/;

/**
 * Gives out what the model says to itself, up to the closing tag and the blank lines after it. A thought that the
 * prompt opened is held back until its closing tag comes: an answer without one was no thought.
 */
export class Thinking implements Mode {
  readonly #after: () => Mode;
  #held: string[] | undefined;
  #closed = false;

  /** @param opened whether the answer itself opened the thought, by a tag */
  constructor(after: () => Mode, opened: boolean) {
    this.#after = after;
    this.#held = opened ? undefined : [];
  }

  line(line: string, _fresh: boolean, out: Heard[]): Next {
    return this.#read(line, line.length, out);
  }

  part(line: string, _fresh: boolean, out: Heard[]): Next {
    return this.#read(line, tagHead(line), out);
  }

  end(why: End, out: Heard[]): Next {
    const held = this.#held?.join("") ?? "";
    this.#held = undefined;
    if (why === "stop") return { mode: this.#after(), rest: held };
    if (held !== "") out.push({ kind: "thinking", raw: held });
    return { mode: this.#after(), rest: "" };
  }

  #read(text: string, keep: number, out: Heard[]): Next {
    if (this.#closed) return this.#blank(text, out);
    const tag = CLOSED.exec(text);
    const until = tag ? tag.index + tag[0].length : keep;
    if (until > 0) this.#think(text.slice(0, until), tag !== null, out);
    if (!tag) return { mode: this, rest: text.slice(until) };
    this.#closed = true;
    return this.#blank(text.slice(until), out);
  }

  #think(raw: string, closes: boolean, out: Heard[]): void {
    if (this.#held && !closes) {
      this.#held.push(raw);
      return;
    }
    out.push({ kind: "thinking", raw: (this.#held?.join("") ?? "") + raw });
    this.#held = undefined;
  }

  #blank(text: string, out: Heard[]): Next {
    const words = text.search(/\S/);
    const until = words < 0 ? text.length : words;
    if (until > 0) out.push({ kind: "thinking", raw: text.slice(0, until) });
    return { mode: words < 0 ? this : this.#after(), rest: text.slice(until) };
  }
}

/** Where a closing tag may have begun at the end of the text. */
function tagHead(text: string): number {
  const at = text.lastIndexOf("<");
  return at >= 0 && CLOSING.some((tag) => tag.startsWith(text.slice(at))) ? at : text.length;
}
