/** How long a cell may run; it can be given more while it runs. */
export class Deadline {
  readonly #mostMs: number;
  #limitMs: number;
  #startedAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #passed: (() => void) | undefined;

  /** @param mostMs beyond which no more is given */
  constructor(limitMs: number, mostMs: number) {
    this.#limitMs = limitMs;
    this.#mostMs = Math.max(limitMs, mostMs);
  }

  /** Begins, or begins anew. */
  start(passed: () => void): void {
    this.#startedAt = Date.now();
    this.#passed = passed;
    this.#wait();
  }

  /** @returns how long the cell may run altogether, in milliseconds */
  extend(ms: number): number {
    this.#limitMs = Math.min(this.#limitMs + ms, this.#mostMs);
    if (this.#timer !== undefined) this.#wait();
    return this.#limitMs;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #wait(): void {
    this.stop();
    const left = this.#startedAt + this.#limitMs - Date.now();
    this.#timer = setTimeout(() => this.#passed?.(), Math.max(0, left));
  }
}
