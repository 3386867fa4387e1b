import type { Delivery, Reply } from "../../core/adapter.ts";
import type { CommandSyntax } from "../../core/commands/command-name.ts";
import type { ReplyRef } from "../../core/ids.ts";
import type { TurnView } from "../../core/view.ts";
import type { Language, Sentence } from "../../core/words/sentence.ts";
import { words } from "../../core/words/words.ts";
import { Draft } from "../draft.ts";
import type { Channel } from "./channel.ts";
import type { ChatBody } from "./chat-body.ts";
import { type ChatDesk, ChatPerformer } from "./chat-performer.ts";
import type { Clock } from "./clock.ts";
import type { Markup } from "./markup.ts";
import { type PostedRecord, postedOf, readPosted } from "./posted-record.ts";
import { renderChat } from "./render-chat.ts";

/** How one platform's answers are written. */
export interface ChatManner {
  readonly markup: Markup;
  readonly syntax: CommandSyntax;
}

/** After so long without anything to show, a message says what goes on, and has the button that stops it. */
const SILENCE_MS = 3_000;

/** One answer in a chat. */
export class ChatReply implements Reply {
  readonly ref: ReplyRef;
  readonly #channel: Channel;
  readonly #draft: Draft<TurnView, ChatBody>;
  readonly #clock: Clock;
  readonly #ended = new AbortController();
  #language: Language = "en";
  #newest: TurnView | undefined;
  #waitedLong = false;

  /** @param ownCode whether the person's own message shows the code, so that the answer does not */
  constructor(
    ref: ReplyRef,
    channel: Channel,
    desk: ChatDesk,
    { markup, syntax }: ChatManner,
    ownCode: boolean,
    earlier?: PostedRecord,
  ) {
    this.ref = ref;
    this.#channel = channel;
    this.#clock = desk.clock;
    const how = {
      ownCode,
      words: () => words(this.#language),
      own: (sentence: Sentence) => markup.own(sentence),
      earlier,
    };
    const performer = new ChatPerformer(ref, channel, desk, how, (view, posted) =>
      renderChat(view, posted, {
        words: words(view.language),
        syntax,
        markup,
        ownCode,
        waitedLong: this.#waitedLong,
      }),
    );
    this.#draft = new Draft(performer, earlier?.messages.map(postedOf));
  }

  draw(view: TurnView): void {
    if (this.#newest === undefined) void this.#breakSilence();
    if (view.ending !== undefined) this.#ended.abort();
    this.#newest = view;
    this.#language = view.language;
    this.#channel.busy(view.status === undefined ? undefined : words(view.language).status(view.status));
    this.#draft.draw(view);
  }

  async #breakSilence(): Promise<void> {
    await this.#clock.wait(SILENCE_MS, this.#ended.signal);
    if (this.#ended.signal.aborted || this.#newest === undefined) return;
    this.#waitedLong = true;
    this.#draft.draw(this.#newest);
  }

  settle(): Promise<Delivery> {
    return this.#draft.settle();
  }

  whisper(sentence: Sentence): Promise<void> {
    return this.#channel.whisper(sentence);
  }
}

/**
 * An answer that was posted earlier, to be drawn again where it stands.
 * @param open the channel at a kept place; undefined where nothing was posted yet
 * @throws {Failure} `store-gone`
 */
export async function reopenReply(
  ref: ReplyRef,
  open: (place: string | undefined) => Channel,
  desk: ChatDesk,
  manner: ChatManner,
): Promise<ChatReply> {
  const earlier = await readPosted(desk.store, ref);
  return new ChatReply(ref, open(earlier?.place), desk, manner, earlier?.ownCode ?? false, earlier);
}
