import type { Clock } from "../../chat/clock.ts";

interface Waiting {
  /** Asked each time somebody may pass: what waits may become the end of something. */
  readonly urgent: () => boolean;
  readonly go: () => void;
}

/** How many may pass a minute; the last ones are kept for the urgent, who do not wait for each other. */
export interface Allowance {
  readonly most: number;
  readonly kept: number;
}

/** A little longer than Slack's minute, because calls arrive later than they are made, and not all by as much. */
const windowMs = 62_000;
/** Without a reason of our own an error is made for it, whose trace holds on to whoever woke. */
const woken = "woken";
const unbounded: Allowance = { most: Number.POSITIVE_INFINITY, kept: 0 };

/** A limit that many share: one passes at a time, the urgent first, else in the order of their coming. */
export class Turnstile {
  readonly #everyMs: number;
  readonly #clock: Clock;
  readonly #closing: AbortSignal;
  readonly #allowance: Allowance;
  readonly #waiting: Waiting[] = [];
  /** When those of the last minute passed, oldest first. */
  #passed: number[] = [];
  #paused = 0;
  #serving = false;
  #wake = new AbortController();

  constructor(everyMs: number, clock: Clock, closing: AbortSignal, allowance = unbounded) {
    this.#everyMs = everyMs;
    this.#clock = clock;
    this.#closing = closing;
    this.#allowance = allowance;
  }

  /** Whether somebody waits at it. */
  get awaited(): boolean {
    return this.#waiting.length > 0;
  }

  pass(urgent: () => boolean): Promise<void> {
    return new Promise((go) => {
      this.#waiting.push({ urgent, go });
      this.lookAgain();
      if (!this.#serving) void this.#serve();
    });
  }

  /** Somebody who waits may have become urgent. */
  lookAgain(): void {
    this.#wake.abort(woken);
  }

  /** Lets nobody pass for a while. */
  pause(ms: number): void {
    this.#paused = Math.max(this.#paused, this.#clock.now() + ms);
  }

  async #serve(): Promise<void> {
    this.#serving = true;
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      const left = this.#left(next.urgent());
      if (left > 0) {
        this.#wake = new AbortController();
        await this.#clock.wait(left, AbortSignal.any([this.#closing, this.#wake.signal]));
      } else {
        this.#passed.push(this.#clock.now());
        this.#waiting.splice(this.#waiting.indexOf(next), 1);
        next.go();
      }
    }
    this.#serving = false;
  }

  #next(): Waiting | undefined {
    return this.#waiting.find(({ urgent }) => urgent()) ?? this.#waiting[0];
  }

  #left(urgent: boolean): number {
    if (this.#closing.aborted) return 0;
    const now = this.#clock.now();
    const { most, kept } = this.#allowance;
    const bounded = most < Number.POSITIVE_INFINITY;
    this.#passed = this.#passed.filter((at) => now - at < windowMs).slice(bounded ? 0 : -1);
    const last = this.#passed.at(-1);
    const spaced = last === undefined || (urgent && bounded) ? 0 : last + this.#everyMs;
    const full = this.#passed.at(-(urgent ? most : most - kept));
    return Math.max(this.#paused, spaced, bounded && full !== undefined ? full + windowMs : 0) - now;
  }
}
