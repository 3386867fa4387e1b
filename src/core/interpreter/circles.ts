import type { RanCell } from "./run-cell.ts";

/** Notices a model that goes in circles: the code it just ran again, or code that raised just so before. */
export class Circles {
  #last: string | undefined;
  readonly #raised = new Set<string>();

  /** Whether this code is the cell before, but for its white space. */
  isRepeat(code: string): boolean {
    return fold(code) === this.#last;
  }

  /** @returns true when the same code raised the same exception earlier in this turn */
  add(code: string, cell: RanCell): boolean {
    this.#last = fold(code);
    if (cell.error === undefined) return false;
    const key = `${this.#last}\0${cell.error}`;
    if (this.#raised.has(key)) return true;
    this.#raised.add(key);
    return false;
  }
}

function fold(code: string): string {
  return code
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .join("\n");
}
