import { randomUUID } from "node:crypto";
import type { Edited, Incoming, Reply } from "./adapter.ts";
import type { CommandName } from "./commands/command-name.ts";
import type { DeliveryId, ReplyRef } from "./ids.ts";
import type { Stop } from "./interpreter/stop.ts";

type SaidNow =
  | { readonly kind: "asked"; readonly text: string }
  | { readonly kind: "commanded"; readonly name: CommandName; readonly quick: false; readonly text: string };

/** A message while it is answered. */
export interface Answering {
  readonly incoming: Incoming;
  /** Aborts when somebody stops this answer alone. */
  readonly stop: AbortSignal;
  /** By which the store knows that it is this delivery that took the message. */
  readonly mark: string;
  /** What the message says by now, where somebody changed it while it was answered. */
  readonly edited: SaidNow | undefined;
}

interface Kept {
  readonly incoming: Incoming;
  readonly reply: ReplyRef;
  readonly controller: AbortController;
  edited: SaidNow | undefined;
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

  /** The message that this reply answers. */
  of(reply: ReplyRef): Incoming | undefined {
    return [...this.#messages.values()].find((kept) => kept.reply === reply)?.incoming;
  }

  /** Stops an answer for good, also one that was to be given anew. */
  stop(message: DeliveryId, reason: Stop): void {
    stopKept(this.#messages.get(message), reason);
  }

  stopReply(reply: ReplyRef, reason: Stop): void {
    for (const kept of this.#messages.values()) if (kept.reply === reply) stopKept(kept, reason);
  }

  /** Stops an answer whose message now says something else, so that it is given anew. */
  edit(message: DeliveryId, edited: Edited, reason: Stop): void {
    const kept = this.#messages.get(message);
    if (kept === undefined) return;
    const next = saidNow(edited);
    if (kept.edited === undefined && (kept.controller.signal.aborted || isSame(kept.incoming, next))) return;
    kept.edited = next;
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

function stopKept(kept: Kept | undefined, reason: Stop): void {
  if (kept === undefined) return;
  kept.edited = undefined;
  kept.controller.abort(reason);
}

function saidNow({ text, command }: Edited): SaidNow {
  return command === undefined ? { kind: "asked", text } : { kind: "commanded", name: command, quick: false, text };
}

function isSame(incoming: Incoming, next: SaidNow): boolean {
  if (incoming.text !== next.text) return false;
  return incoming.kind === "commanded"
    ? next.kind === "commanded" && incoming.name === next.name
    : next.kind === "asked";
}
