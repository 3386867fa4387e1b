import type { Delivery, Reply } from "../../../core/adapter.ts";
import type { ReplyRef } from "../../../core/ids.ts";
import type { TurnView } from "../../../core/view.ts";
import type { Sentence } from "../../../core/words/sentence.ts";
import { words } from "../../../core/words/words.ts";
import { answerParts } from "../../chat/answer-parts.ts";
import type { ChatManner } from "../../chat/chat-reply.ts";
import { saidBy } from "../wire/slack-error.ts";
import type { Whisper } from "./whisper.ts";

/** An answer that only the person sees: shown once, when it is whole. */
export class WhisperedReply implements Reply {
  readonly ref: ReplyRef;
  readonly ownCode = false;
  readonly #whisper: Whisper;
  readonly #manner: ChatManner;
  #view: TurnView | undefined;
  #delivery: Promise<Delivery> | undefined;

  constructor(ref: ReplyRef, whisper: Whisper, manner: ChatManner) {
    this.ref = ref;
    this.#whisper = whisper;
    this.#manner = manner;
  }

  draw(view: TurnView): void {
    this.#view = view;
  }

  settle(): Promise<Delivery> {
    this.#delivery ??= this.#deliver();
    return this.#delivery;
  }

  whisper(sentence: Sentence): Promise<void> {
    return this.#whisper.say(sentence);
  }

  async #deliver(): Promise<Delivery> {
    if (this.#view === undefined) return { kind: "delivered" };
    const setting = { words: words(this.#view.language), ...this.#manner, ownCode: this.ownCode, waitedLong: false };
    const parts = answerParts(this.#view, setting).flatMap((part) => (part.kind === "markdown" ? [part.text] : []));
    try {
      await this.#whisper.show(parts.join("\n\n"));
      return { kind: "delivered" };
    } catch (error) {
      return { kind: "undelivered", reason: saidBy(error) };
    }
  }
}
