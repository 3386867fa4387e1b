import { monitorEventLoopDelay } from "node:perf_hooks";

const RESOLUTION_MS = 20;
const WINDOW_MS = 5_000;

/** How late the process is: by the 99th percentile of the last seconds, so that one pause is no alarm. */
export class LoopLag implements Disposable {
  readonly #delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  readonly #timer: NodeJS.Timeout;
  #before = 0;

  constructor(windowMs = WINDOW_MS) {
    this.#delays.enable();
    this.#timer = setInterval(() => this.#turn(), windowMs);
    this.#timer.unref();
  }

  /** The worse of this window and the one before, in milliseconds. */
  get ms(): number {
    return Math.max(this.#before, this.#now());
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#delays.disable();
  }

  #turn(): void {
    this.#before = this.#now();
    this.#delays.reset();
  }

  /** What is measured is the time between two ticks. */
  #now(): number {
    return this.#delays.count === 0 ? 0 : Math.max(0, this.#delays.percentile(99) / 1e6 - RESOLUTION_MS);
  }
}
