import { PythonStrings } from "./python-strings.ts";
import { weigh } from "./statement.ts";

/**
 * Judges, line by line, whether a block whose fence names no language is Python: no statement of it may speak against,
 * and at least one must do more than name a value, as output does too.
 */
export class PythonGuess {
  readonly #strings = new PythonStrings();
  readonly #statement: string[] = [];
  #good = false;
  #verdict: "yes" | "no" | "maybe" = "maybe";

  get inString(): boolean {
    return this.#strings.inString;
  }

  /** "maybe" with something that speaks for Python. */
  get likely(): boolean {
    return this.#verdict === "yes" || (this.#verdict === "maybe" && this.#good);
  }

  /** @param line without its end */
  add(line: string): "yes" | "no" | "maybe" {
    if (this.#verdict !== "maybe") return this.#verdict;
    if (this.#statement.length === 0 && line.trim() === "") return "maybe";
    if (this.#strings.line(line) >= 0) this.#verdict = "no";
    this.#statement.push(line);
    if (!this.#strings.open) this.#weigh();
    return this.#verdict;
  }

  /** No more lines come. */
  end(): boolean {
    if (this.#verdict === "maybe" && this.#statement.length > 0) this.#weigh();
    return this.likely;
  }

  #weigh(): void {
    const evidence = weigh(this.#statement.join("\n"));
    this.#statement.length = 0;
    if (this.#verdict === "no" || evidence === "against") this.#verdict = "no";
    else if (evidence === "strong") this.#verdict = "yes";
    else if (evidence === "good") this.#good = true;
  }
}
