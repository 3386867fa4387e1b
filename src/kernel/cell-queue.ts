import { WaitingLine } from "../waiting-line.ts";
import type { CellEvent } from "./session.ts";

/** Lets so many cells of the machine run at once; the others wait, first come first served. */
export class CellQueue {
  readonly #line: WaitingLine;

  constructor(places: number) {
    this.#line = new WaitingLine(places);
  }

  /**
   * Waits for a place, telling how many are ahead whenever that changes, and 0 at the end of a wait.
   * @returns the place, to be given back; undefined when the signal aborted first
   */
  async *enter(signal: AbortSignal): AsyncGenerator<CellEvent, Disposable | undefined, undefined> {
    const waiting = this.#line.enter("", signal);
    try {
      for (let next = await waiting.next(); ; next = await waiting.next()) {
        if (next.done) return next.value;
        yield { kind: "queued", ahead: next.value };
      }
    } finally {
      await waiting.return(undefined);
    }
  }
}
