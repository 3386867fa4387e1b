import { CodeBlock } from "./code-block.ts";
import { type Fence, openingFence } from "./fence.ts";
import { bodyOf, type Heard, type Mode, type Next, prose } from "./heard.ts";
import { PythonGuess } from "./python-guess.ts";

const UNFENCED: Fence = { mark: "`", length: 3, language: "python", indent: 0, quoted: false };

/** A line `python`, with which GLM-4 heads code without a fence, or ChatGLM3's `interpreter` before a fence. */
export class Header implements Mode {
  readonly #header: string;
  readonly #after: () => Mode;
  readonly #guess = new PythonGuess();
  readonly #held: string[] = [];

  constructor(header: string, after: () => Mode) {
    this.#header = header;
    this.#after = after;
  }

  part(line: string): Next {
    return { mode: this, rest: line };
  }

  line(line: string, _fresh: boolean, out: Heard[]): Next {
    const text = bodyOf(line);
    this.#held.push(line);
    if (openingFence(text)) return this.#words("", out);
    if (this.#header.trim() !== "python")
      return text.trim() ? this.#words(this.#header, out) : { mode: this, rest: "" };
    const verdict = this.#guess.add(text);
    if (verdict === "no") return this.#words(this.#header, out);
    return this.#guess.likely ? this.#code() : { mode: this, rest: "" };
  }

  end(_why: unknown, out: Heard[]): Next {
    return this.#header.trim() === "python" && this.#guess.end() ? this.#code() : this.#words(this.#header, out);
  }

  #code(): Next {
    return { mode: new CodeBlock(UNFENCED, this.#header, this.#after), rest: this.#held.join("") };
  }

  /** A role's header is not for people; a word that only looked like one is. */
  #words(text: string, out: Heard[]): Next {
    out.push(prose(this.#header, text));
    return { mode: this.#after(), rest: this.#held.join("") };
  }
}
