/** For so long may what is kept, one after the other, hold up all else. */
const LONGEST_MS = 5;

/**
 * SQLite answers at once: where many wait for nothing but their store, one after the other would go on, and the event
 * loop would turn when all are done. Here they take turns with it, in the order in which they came.
 */
export class LoopTurns {
  readonly #waiting: (() => void)[] = [];
  /** When the loop's present turn was first asked for something; undefined where it was not. */
  #began: number | undefined;

  /** Does the work at once, or in a later turn where the present one has gone on for long. */
  async run<Result>(work: () => Result): Promise<Result> {
    this.#began ??= this.#begin();
    if (this.#waiting.length === 0 && !this.#isLong(this.#began)) return work();
    const { promise, resolve } = Promise.withResolvers<Result>();
    this.#waiting.push(() => resolve(Promise.try(work)));
    return promise;
  }

  #begin(): number {
    setImmediate(() => this.#turned());
    return performance.now();
  }

  #turned(): void {
    this.#began = this.#waiting.length === 0 ? undefined : this.#begin();
    this.#next();
  }

  #next(): void {
    if (this.#began === undefined || this.#isLong(this.#began)) return;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    next();
    // Once all that follows from it at once is done.
    queueMicrotask(() => process.nextTick(() => this.#next()));
  }

  #isLong(began: number): boolean {
    return performance.now() - began >= LONGEST_MS;
  }
}
