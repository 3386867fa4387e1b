import { Failure } from "../failure.ts";
import type { PersonId, ThreadId } from "./ids.ts";

export interface LaneLimits {
  /** Turns of one person that run at once, in whatever threads. */
  readonly turnsPerPerson: number;
  /** Turns of one person that may wait; more are refused. */
  readonly waitingPerPerson: number;
}

/** Whose work it is, and where. */
export interface Place {
  readonly thread: ThreadId;
  /** Undefined for work that counts for nobody. */
  readonly person?: PersonId;
  /** Aborts this work alone. */
  readonly stop?: AbortSignal;
}

/** One piece of work that waits or runs. */
interface Ticket extends Place {
  readonly controller: AbortController;
  readonly signal: AbortSignal;
  readonly started: PromiseWithResolvers<void>;
  readonly moved: (ahead: number) => void;
  running: boolean;
  ahead: number;
}

/**
 * Lets one piece of work at a time run in each thread, and so many of each person; who came first goes first. What was
 * stopped before it began waits for its thread alone.
 */
export class Lanes {
  readonly #limits: LaneLimits;
  /** Oldest first. */
  readonly #tickets: Ticket[] = [];

  constructor(limits: LaneLimits) {
    this.#limits = limits;
  }

  /**
   * Runs `work` when nothing is ahead of it; rejects with what it throws.
   * @param moved is told how many are ahead, at once and whenever that changes, until the work starts
   * @throws {Failure} `too-many-waiting`
   */
  async enter(
    place: Place,
    work: (signal: AbortSignal) => Promise<void>,
    moved: (ahead: number) => void,
  ): Promise<void> {
    this.#refuseCrowd(place.person);
    const ticket = newTicket(place, moved);
    const look = () => this.#go();
    ticket.signal.addEventListener("abort", look);
    this.#tickets.push(ticket);
    this.#go();
    try {
      await ticket.started.promise;
      await work(ticket.signal);
    } finally {
      ticket.signal.removeEventListener("abort", look);
      this.#tickets.splice(this.#tickets.indexOf(ticket), 1);
      this.#go();
    }
  }

  /** Aborts what runs and what waits in a thread. @returns false when there was nothing */
  stop(thread: ThreadId, reason: Error): boolean {
    const tickets = this.#tickets.filter((ticket) => ticket.thread === thread);
    for (const ticket of tickets) ticket.controller.abort(reason);
    return tickets.length > 0;
  }

  /** Aborts what runs and waits in a thread, and does `work` next: what comes from now on finds it done. */
  async takeOver(thread: ThreadId, reason: Error, work: () => Promise<void>): Promise<void> {
    this.stop(thread, reason);
    await this.enter({ thread }, work, () => undefined);
  }

  stopAll(reason: Error): void {
    for (const { controller } of this.#tickets) controller.abort(reason);
  }

  #refuseCrowd(person: PersonId | undefined): void {
    if (person === undefined) return;
    const { waitingPerPerson: limit } = this.#limits;
    const waiting = this.#tickets.filter((ticket) => ticket.person === person && !ticket.running).length;
    if (waiting < limit) return;
    throw new Failure("too-many-waiting", `Expected at most ${limit} messages of ${person} to wait, got another.`, {
      facts: { limit },
    });
  }

  /** Starts what can start, and tells the others how many are ahead of them. */
  #go(): void {
    const threads = new Map<ThreadId, number>();
    const people = new Map<PersonId, number>();
    for (const { thread, person, running } of this.#tickets) if (running) count(threads, people, thread, person);
    const starting: Ticket[] = [];
    for (const ticket of this.#tickets) {
      if (ticket.running) continue;
      const { thread, person } = ticket;
      const before = threads.get(thread) ?? 0;
      const own = ticket.signal.aborted || person === undefined ? 0 : (people.get(person) ?? 0);
      const over = Math.max(0, own - this.#limits.turnsPerPerson + 1);
      if (before === 0 && over === 0) starting.push(ticket);
      else tell(ticket, Math.max(before, over));
      // What waits for its person alone does not hold up the others of its thread.
      if (over === 0) count(threads, people, thread, person);
    }
    for (const ticket of starting) {
      ticket.running = true;
      ticket.started.resolve();
    }
  }
}

function newTicket(place: Place, moved: (ahead: number) => void): Ticket {
  const controller = new AbortController();
  const signal = place.stop === undefined ? controller.signal : AbortSignal.any([controller.signal, place.stop]);
  return { ...place, controller, signal, moved, started: Promise.withResolvers(), running: false, ahead: 0 };
}

function count(
  threads: Map<ThreadId, number>,
  people: Map<PersonId, number>,
  thread: ThreadId,
  person: PersonId | undefined,
): void {
  threads.set(thread, (threads.get(thread) ?? 0) + 1);
  if (person !== undefined) people.set(person, (people.get(person) ?? 0) + 1);
}

function tell(ticket: Ticket, ahead: number): void {
  if (ticket.ahead === ahead) return;
  ticket.ahead = ahead;
  ticket.moved(ahead);
}
