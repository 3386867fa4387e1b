import type { Delivery, Reply } from "../../core/adapter.ts";
import type { ReplyRef } from "../../core/ids.ts";
import type { TurnView } from "../../core/view.ts";
import type { Sentence } from "../../core/words/sentence.ts";
import { inTurn } from "../turn-context.ts";

/** Hears of an answer as it is drawn. */
export interface ReplyWatcher {
  /** Before the platform has it. */
  drawn(view: TurnView): void;
  /** Nothing more is drawn, unless the question is answered anew; "failed" where the platform's part of the bot threw. */
  settled(delivery: Delivery["kind"] | "failed"): void;
}

/** Hears nothing. */
export const nobody: ReplyWatcher = { drawn: () => undefined, settled: () => undefined };

/** An answer that is watched while it is drawn; all that is done for it is its turn's. */
export class WatchedReply implements Reply {
  readonly #reply: Reply;
  readonly #watcher: ReplyWatcher;
  readonly #turn: string;

  /** @param turn its short id */
  constructor(reply: Reply, watcher: ReplyWatcher, turn: string) {
    this.#reply = reply;
    this.#watcher = watcher;
    this.#turn = turn;
  }

  get ref(): ReplyRef {
    return this.#reply.ref;
  }

  get ownCode(): boolean {
    return this.#reply.ownCode;
  }

  draw(view: TurnView): void {
    this.#watcher.drawn(view);
    inTurn(this.#turn, () => this.#reply.draw(view));
  }

  async settle(): Promise<Delivery> {
    let came: Delivery["kind"] | "failed" = "failed";
    try {
      const delivery = await inTurn(this.#turn, () => this.#reply.settle());
      came = delivery.kind;
      return delivery;
    } finally {
      this.#watcher.settled(came);
    }
  }

  whisper(sentence: Sentence): Promise<void> {
    return inTurn(this.#turn, () => this.#reply.whisper(sentence));
  }
}
