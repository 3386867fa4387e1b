import type { Clock } from "../../chat/clock.ts";

interface Waiting {
  readonly urgent: boolean;
  readonly go: () => void;
}

/** A limit that many share: one passes at a time, the urgent first, else in the order of their coming. */
export class Turnstile {
  readonly #everyMs: number;
  readonly #clock: Clock;
  readonly #closing: AbortSignal;
  readonly #waiting: Waiting[] = [];
  #free = 0;
  #serving = false;

  constructor(everyMs: number, clock: Clock, closing: AbortSignal) {
    this.#everyMs = everyMs;
    this.#clock = clock;
    this.#closing = closing;
  }

  pass(urgent: boolean): Promise<void> {
    return new Promise((go) => {
      const at = urgent ? this.#waiting.findIndex((other) => !other.urgent) : -1;
      this.#waiting.splice(at < 0 ? this.#waiting.length : at, 0, { urgent, go });
      if (!this.#serving) void this.#serve();
    });
  }

  /** Lets nobody pass for a while. */
  pause(ms: number): void {
    this.#free = Math.max(this.#free, this.#clock.now() + ms);
  }

  async #serve(): Promise<void> {
    this.#serving = true;
    while (this.#waiting.length > 0) {
      for (let left = this.#left(); left > 0; left = this.#left()) await this.#clock.wait(left, this.#closing);
      this.#free = this.#clock.now() + this.#everyMs;
      this.#waiting.shift()?.go();
    }
    this.#serving = false;
  }

  #left(): number {
    return this.#closing.aborted ? 0 : this.#free - this.#clock.now();
  }
}
