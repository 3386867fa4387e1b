import type { CellEvent } from "./session.ts";

interface Waiter {
  admitted: boolean;
  /** Something changed for it: its place in the queue, or that it has its turn. */
  moved: PromiseWithResolvers<void>;
}

/** Lets so many cells of the machine run at once; the others wait, first come first served. */
export class CellQueue {
  readonly #places: number;
  #running = 0;
  /** Who came first stands first. */
  readonly #waiting: Waiter[] = [];

  constructor(places: number) {
    this.#places = places;
  }

  /**
   * Waits for a place, telling how many are ahead whenever that changes, and 0 at the end of a wait.
   * @returns the place, to be given back; undefined when the signal aborted first
   */
  async *enter(signal: AbortSignal): AsyncGenerator<CellEvent, Disposable | undefined, undefined> {
    const waiter: Waiter = { admitted: false, moved: Promise.withResolvers() };
    this.#waiting.push(waiter);
    this.#admit();
    const abort = () => waiter.moved.resolve();
    signal.addEventListener("abort", abort);
    let given: Disposable | undefined;
    try {
      const waits = !waiter.admitted;
      if (waits) yield* this.#wait(waiter, signal);
      if (signal.aborted) return undefined;
      if (waits) yield { kind: "queued", ahead: 0 };
      given = this.#place();
      return given;
    } finally {
      signal.removeEventListener("abort", abort);
      if (given === undefined) this.#giveUp(waiter);
    }
  }

  async *#wait(waiter: Waiter, signal: AbortSignal): AsyncGenerator<CellEvent, void, undefined> {
    let told = 0;
    while (!waiter.admitted && !signal.aborted) {
      const ahead = this.#waiting.indexOf(waiter) + 1;
      if (ahead !== told) yield { kind: "queued", ahead };
      told = ahead;
      await waiter.moved.promise;
      waiter.moved = Promise.withResolvers();
    }
  }

  #place(): Disposable {
    let taken = true;
    return {
      [Symbol.dispose]: () => {
        if (taken) this.#leave();
        taken = false;
      },
    };
  }

  #giveUp(waiter: Waiter): void {
    if (waiter.admitted) return this.#leave();
    this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
    this.#tellAll();
  }

  #leave(): void {
    this.#running -= 1;
    this.#admit();
  }

  #admit(): void {
    while (this.#running < this.#places) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      this.#running += 1;
      next.admitted = true;
      next.moved.resolve();
    }
    this.#tellAll();
  }

  #tellAll(): void {
    for (const waiter of this.#waiting) waiter.moved.resolve();
  }
}
