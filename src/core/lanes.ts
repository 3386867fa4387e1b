import PQueue from "p-queue";
import type { ThreadId } from "./ids.ts";

/** One piece of work that waits or runs in its thread's lane. */
interface Ticket {
  readonly controller: AbortController;
  moved(ahead: number): void;
}

interface Lane {
  readonly queue: PQueue;
  /** Oldest first; the first one runs. */
  readonly tickets: Ticket[];
}

/** Lets one piece of work at a time run in each thread, in the order they came. */
export class Lanes {
  readonly #lanes = new Map<ThreadId, Lane>();

  /**
   * Runs `work` when all that came before it in this thread is done; rejects with what it throws.
   * @param moved is told how many are ahead, at once and whenever that changes, until the work starts
   */
  async enter(
    thread: ThreadId,
    work: (signal: AbortSignal) => Promise<void>,
    moved: (ahead: number) => void,
  ): Promise<void> {
    const lane = this.#lane(thread);
    const ticket: Ticket = { controller: new AbortController(), moved };
    lane.tickets.push(ticket);
    if (lane.tickets.length > 1) moved(lane.tickets.length - 1);
    try {
      await lane.queue.add(() => work(ticket.controller.signal));
    } finally {
      this.#leave(thread, lane, ticket);
    }
  }

  /** Aborts what runs and what waits in a thread. @returns false when there was nothing */
  stop(thread: ThreadId, reason: Error): boolean {
    const tickets = this.#lanes.get(thread)?.tickets ?? [];
    for (const ticket of tickets) ticket.controller.abort(reason);
    return tickets.length > 0;
  }

  /** Aborts what runs and waits in a thread, and does `work` next: what comes from now on finds it done. */
  async takeOver(thread: ThreadId, reason: Error, work: () => Promise<void>): Promise<void> {
    this.stop(thread, reason);
    await this.enter(thread, work, () => undefined);
  }

  stopAll(reason: Error): void {
    for (const thread of this.#lanes.keys()) this.stop(thread, reason);
  }

  #lane(thread: ThreadId): Lane {
    const lane = this.#lanes.get(thread) ?? { queue: new PQueue({ concurrency: 1 }), tickets: [] };
    this.#lanes.set(thread, lane);
    return lane;
  }

  #leave(thread: ThreadId, lane: Lane, ticket: Ticket): void {
    lane.tickets.splice(lane.tickets.indexOf(ticket), 1);
    lane.tickets.slice(1).forEach((waiting, index) => waiting.moved(index + 1));
    if (lane.tickets.length === 0) this.#lanes.delete(thread);
  }
}
