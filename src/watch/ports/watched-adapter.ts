import type { Adapter, Earlier, Incoming, Listener, Reply } from "../../core/adapter.ts";
import type { CommandSyntax } from "../../core/commands/command-name.ts";
import type { DeliveryId, ReplyRef, ThreadId } from "../../core/ids.ts";
import type { RecentThread } from "../../core/recent-threads.ts";
import type { Verdict } from "../meter.ts";
import { shortId } from "../short-id.ts";
import { inTurn } from "../turn-context.ts";
import { nobody, type ReplyWatcher, WatchedReply } from "./watched-reply.ts";

/** Hears what an adapter hears. */
export interface AdapterWatcher {
  /** A message came; whoever answers it is watched by what this gives. */
  heard(incoming: Incoming): ReplyWatcher;
  delivered(verdict: Verdict): void;
  /** An answer of an earlier life of the bot is drawn again. */
  reopened(reply: ReplyRef): void;
}

/** A platform whose messages and answers are watched. */
export class WatchedAdapter implements Adapter {
  readonly #adapter: Adapter;
  readonly #watcher: AdapterWatcher;

  constructor(adapter: Adapter, watcher: AdapterWatcher) {
    this.#adapter = adapter;
    this.#watcher = watcher;
  }

  get platform(): string {
    return this.#adapter.platform;
  }

  get lasting(): boolean {
    return this.#adapter.lasting;
  }

  get syntax(): CommandSyntax {
    return (name) => this.#adapter.syntax(name);
  }

  start(listener: Listener): Promise<void> {
    return this.#adapter.start({
      deliver: async (incoming, reply) => {
        const turn = shortId(incoming.id);
        const watched = new WatchedReply(reply, this.#watcher.heard(incoming), turn);
        const verdict = await inTurn(turn, () => listener.deliver(incoming, watched));
        this.#watcher.delivered(verdict);
        return verdict;
      },
      notice: (notice) => listener.notice(notice),
    });
  }

  catchUp(threads: readonly RecentThread[], since: number): Promise<void> {
    return this.#adapter.catchUp(threads, since);
  }

  async reopen(ref: ReplyRef, ownCode: boolean): Promise<Reply> {
    this.#watcher.reopened(ref);
    const turn = shortId(ref);
    return new WatchedReply(await inTurn(turn, () => this.#adapter.reopen(ref, ownCode)), nobody, turn);
  }

  history(thread: ThreadId, before: DeliveryId, limit: number): Promise<readonly Earlier[]> {
    return this.#adapter.history(thread, before, limit);
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#adapter[Symbol.asyncDispose]();
  }
}
