import type { Line } from "./line.ts";

/** Discord shows the sign for ten seconds. */
const refreshMs = 8_000;

/** The sign that the bot is typing, kept up for as long as it is at work. */
export class Typing {
  readonly #line: Line;
  readonly #where: () => string;
  #off: AbortController | undefined;

  constructor(line: Line, where: () => string) {
    this.#line = line;
    this.#where = where;
  }

  set(on: boolean): void {
    if (!on) {
      this.#off?.abort();
      this.#off = undefined;
    } else if (this.#off === undefined) {
      this.#off = new AbortController();
      void this.#keep(AbortSignal.any([this.#off.signal, this.#line.closing]));
    }
  }

  async #keep(off: AbortSignal): Promise<void> {
    while (!off.aborted) {
      // A sign that cannot be shown is no reason to stop the work.
      await this.#line.type(this.#where()).catch(() => undefined);
      await this.#line.clock.wait(refreshMs, off);
    }
  }
}
