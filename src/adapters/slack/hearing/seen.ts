import type { Clock } from "../../chat/clock.ts";

const keepMs = 3_600_000;
const most = 20_000;

/** The messages that were taken within the last hour. */
export class Seen {
  readonly #clock: Clock;
  readonly #keys = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Does the work unless it was done, or is under way. Work that fails, or resolves false, may be done again. */
  async once(key: string, work: () => Promise<boolean>): Promise<void> {
    const now = this.#clock.now();
    if (now - (this.#keys.get(key) ?? Number.NEGATIVE_INFINITY) < keepMs) return;
    this.#forget(now);
    this.#keys.set(key, now);
    let done = false;
    try {
      done = await work();
    } finally {
      if (!done) this.#keys.delete(key);
    }
  }

  #forget(now: number): void {
    for (const [key, at] of this.#keys) {
      if (now - at < keepMs && this.#keys.size < most) return;
      this.#keys.delete(key);
    }
  }
}
