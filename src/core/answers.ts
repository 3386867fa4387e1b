import { randomUUID } from "node:crypto";
import type { Incoming, Reply } from "./adapter.ts";
import type { DeliveryId, ReplyRef } from "./ids.ts";
import type { Stop } from "./interpreter/stop.ts";

/** A message while it is answered. */
export interface Answering {
  readonly incoming: Incoming;
  /** Aborts when somebody stops this answer alone. */
  readonly stop: AbortSignal;
  /** By which the store knows that it is this delivery that took the message. */
  readonly mark: string;
  /** What the message says by now, where somebody changed it while it was answered. */
  readonly edited: string | undefined;
}

interface Kept {
  readonly incoming: Incoming;
  readonly reply: ReplyRef;
  readonly controller: AbortController;
  edited: string | undefined;
}

/** The answers under way. */
export class Answers {
  readonly #messages = new Map<DeliveryId, Kept>();
  readonly #work = new Set<Promise<void>>();

  has(message: DeliveryId): boolean {
    return this.#messages.has(message);
  }

  begin(incoming: Incoming, { ref }: Reply): Answering {
    const controller = new AbortController();
    const kept: Kept = { incoming, reply: ref, controller, edited: undefined };
    this.#messages.set(incoming.id, kept);
    return {
      incoming,
      stop: controller.signal,
      mark: randomUUID(),
      get edited() {
        return kept.edited;
      },
    };
  }

  end(message: DeliveryId): void {
    this.#messages.delete(message);
  }

  stop(message: DeliveryId, reason: Stop): void {
    this.#messages.get(message)?.controller.abort(reason);
  }

  stopReply(reply: ReplyRef, reason: Stop): void {
    for (const kept of this.#messages.values()) if (kept.reply === reply) kept.controller.abort(reason);
  }

  /** Stops an answer whose message now says something else. */
  edit(message: DeliveryId, text: string, reason: Stop): void {
    const kept = this.#messages.get(message);
    if (kept === undefined || kept.incoming.text === text) return;
    kept.edited = text;
    kept.controller.abort(reason);
  }

  /** Work that `done` waits for; it never rejects. */
  follow(work: Promise<void>): void {
    const followed = work.finally(() => this.#work.delete(followed));
    this.#work.add(followed);
  }

  /** Resolves when nothing is under way any more. */
  async done(): Promise<void> {
    while (this.#work.size > 0) await Promise.all(this.#work);
  }
}
