import type { Delivery, Reply } from "../../core/adapter.ts";
import type { ReplyRef } from "../../core/ids.ts";
import type { TurnView } from "../../core/view.ts";
import type { Sentence } from "../../core/words/sentence.ts";

/** Hears of an answer as it is drawn. */
export interface ReplyWatcher {
  /** Before the platform has it. */
  drawn(view: TurnView): void;
  /** Nothing more is drawn, unless the question is answered anew; "failed" where the platform's part of the bot threw. */
  settled(delivery: Delivery["kind"] | "failed"): void;
}

/** An answer that is watched while it is drawn. */
export class WatchedReply implements Reply {
  readonly #reply: Reply;
  readonly #watcher: ReplyWatcher;

  constructor(reply: Reply, watcher: ReplyWatcher) {
    this.#reply = reply;
    this.#watcher = watcher;
  }

  get ref(): ReplyRef {
    return this.#reply.ref;
  }

  get ownCode(): boolean {
    return this.#reply.ownCode;
  }

  draw(view: TurnView): void {
    this.#watcher.drawn(view);
    this.#reply.draw(view);
  }

  async settle(): Promise<Delivery> {
    let came: Delivery["kind"] | "failed" = "failed";
    try {
      const delivery = await this.#reply.settle();
      came = delivery.kind;
      return delivery;
    } finally {
      this.#watcher.settled(came);
    }
  }

  whisper(sentence: Sentence): Promise<void> {
    return this.#reply.whisper(sentence);
  }
}
