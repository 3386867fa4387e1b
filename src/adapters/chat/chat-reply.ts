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
import type { Markup } from "./markup.ts";
import { type PostedRecord, postedOf, readPosted } from "./posted-record.ts";
import { renderChat } from "./render-chat.ts";

/** How one platform's answers are written. */
export interface ChatManner {
  readonly markup: Markup;
  readonly syntax: CommandSyntax;
}

/** One answer in a chat. */
export class ChatReply implements Reply {
  readonly ref: ReplyRef;
  readonly #channel: Channel;
  readonly #draft: Draft<TurnView, ChatBody>;
  #language: Language = "en";

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
    const how = { ownCode, words: () => words(this.#language), earlier };
    const performer = new ChatPerformer(ref, channel, desk, how, (view, posted) =>
      renderChat(view, posted, { words: words(view.language), syntax, markup, ownCode }),
    );
    this.#draft = new Draft(performer, earlier?.messages.map(postedOf));
  }

  draw(view: TurnView): void {
    this.#language = view.language;
    this.#channel.busy(view.status === undefined ? undefined : words(view.language).status(view.status));
    this.#draft.draw(view);
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
