const TRIPLES = ['"""', "'''"];

/** Follows Python line by line, to tell what is inside a string that goes over several lines. */
export class PythonStrings {
  #quote = "";
  #depth = 0;
  #continued = false;

  /** Whether the next line begins inside a triple-quoted string. */
  get inString(): boolean {
    return this.#quote.length === 3;
  }

  /** Whether the next line goes on with this line's statement. */
  get open(): boolean {
    return this.#quote !== "" || this.#depth > 0 || this.#continued;
  }

  /**
   * @param line without its end
   * @returns where the first backtick stands that is in no string and no comment; -1 when there is none
   */
  line(line: string): number {
    if (!this.open && /^\s*(?:!|%{1,2}[A-Za-z])/.test(line)) return -1;
    this.#continued = false;
    let backtick = -1;
    for (let at = 0; at < line.length; ) {
      if (this.#quote !== "") {
        at = this.#inside(line, at);
        continue;
      }
      const unit = line.charAt(at);
      if (unit === "#") break;
      if (unit === "`" && backtick < 0) backtick = at;
      if (unit === '"' || unit === "'") {
        this.#quote = TRIPLES.find((triple) => line.startsWith(triple, at)) ?? unit;
        at += this.#quote.length;
        continue;
      }
      this.#outside(unit, at === line.length - 1);
      at += 1;
    }
    if (this.#quote.length === 1 && !this.#continued) this.#quote = "";
    return backtick;
  }

  /** Goes on inside a string; @returns where to read on. */
  #inside(line: string, from: number): number {
    for (let at = from; at < line.length; at++) {
      if (line.charAt(at) === "\\") {
        this.#continued = at === line.length - 1;
        at += 1;
      } else if (line.startsWith(this.#quote, at)) {
        const after = at + this.#quote.length;
        this.#quote = "";
        return after;
      }
    }
    return line.length;
  }

  #outside(unit: string, last: boolean): void {
    if (unit === "(" || unit === "[" || unit === "{") this.#depth += 1;
    else if (unit === ")" || unit === "]" || unit === "}") this.#depth = Math.max(0, this.#depth - 1);
    else if (unit === "\\") this.#continued = last;
  }
}
