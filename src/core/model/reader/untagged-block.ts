import { CodeBlock } from "./code-block.ts";
import { closingFence, type Fence, openingFence } from "./fence.ts";
import { bodyOf, type Heard, type Mode, type Next, prose } from "./heard.ts";
import { ProseBlock } from "./prose-block.ts";
import { PythonGuess } from "./python-guess.ts";

/** Holds a block whose fence names no language until it is clear whether it is Python. */
export class UntaggedBlock implements Mode {
  readonly #fence: Fence;
  readonly #opening: string;
  readonly #after: () => Mode;
  readonly #guess = new PythonGuess();
  readonly #held: string[] = [];

  constructor(fence: Fence, opening: string, after: () => Mode) {
    this.#fence = fence;
    this.#opening = opening;
    this.#after = after;
  }

  part(line: string): Next {
    return { mode: this, rest: line };
  }

  line(line: string, _fresh: boolean, out: Heard[]): Next {
    this.#held.push(line);
    const text = bodyOf(line).replace(this.#fence.quoted ? /^[ \t]*>[ \t]?/ : "", "");
    const ends = closingFence(text, this.#fence) !== undefined || openingFence(text)?.language === "python";
    if (ends && !this.#guess.inString) return this.#decide(this.#guess.end(), out);
    const verdict = ends ? "maybe" : this.#guess.add(text);
    return verdict === "maybe" ? { mode: this, rest: "" } : this.#decide(verdict === "yes", out);
  }

  end(_why: unknown, out: Heard[]): Next {
    return this.#decide(this.#guess.end(), out);
  }

  #decide(python: boolean, out: Heard[]): Next {
    const rest = this.#held.join("");
    if (python) return { mode: new CodeBlock(this.#fence, this.#opening, this.#after), rest };
    out.push(prose(this.#opening));
    return { mode: new ProseBlock(this.#fence, this.#after), rest };
  }
}
