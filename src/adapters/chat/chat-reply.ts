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
import { SilentReply } from "./silent-reply.ts";

/** How one platform's answers are written. */
export interface ChatManner {
  readonly markup: Markup;
  readonly syntax: CommandSyntax;
}

/** Which answer a reply is. */
type ChatAnswer = Pick<Reply, "ref" | "ownCode">;

/** After so long without anything to show, a message says what goes on, and has the button that stops it. */
const SILENCE_MS = 3_000;

/** One answer in a chat. */
export class ChatReply implements Reply {
  readonly ref: ReplyRef;
  readonly ownCode: boolean;
  readonly #channel: Channel;
  readonly #draft: Draft<TurnView, ChatBody>;
  readonly #clock: Clock;
  readonly #performer: ChatPerformer;
  readonly #ended = new AbortController();
  #language: Language = "en";
  #newest: TurnView | undefined;
  #waitedLong: boolean;

  constructor(
    { ref, ownCode }: ChatAnswer,
    channel: Channel,
    desk: ChatDesk,
    { markup, syntax }: ChatManner,
    earlier?: PostedRecord,
  ) {
    this.ref = ref;
    this.ownCode = ownCode;
    this.#channel = channel;
    this.#clock = desk.clock;
    const how = {
      words: () => words(this.#language),
      own: (sentence: Sentence) => markup.own(sentence),
      earlier,
    };
    this.#waitedLong = !channel.showsBusy;
    this.#performer = new ChatPerformer(ref, channel, desk, how, (view, posted) =>
      renderChat(channel.showsBusy ? view : ofCommand(view), posted, {
        words: words(view.language),
        syntax,
        markup,
        ownCode,
        waitedLong: this.#waitedLong,
      }),
    );
    this.#draft = new Draft(this.#performer, earlier?.messages.map(postedOf));
  }

  draw(view: TurnView): void {
    if (this.#newest === undefined) {
      void this.#performer.keepPlace();
      void this.#breakSilence();
    }
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

/** What has no sign is the answer to a command, which waits for no model, whatever an empty view says. */
function ofCommand(view: TurnView): TurnView {
  const { status } = view;
  const waits = status?.kind === "waiting" && status.for === "model";
  return waits ? { ...view, status: { kind: "waiting", for: "kernel" } } : view;
}

/**
 * An answer that was posted earlier, to be drawn again where it stands.
 * @param open the channel at a kept place, or where no place was kept; undefined where one person alone may see the
 * answer and can no longer be shown it
 * @throws {Failure} `store-gone`
 */
export async function reopenReply(
  answer: ChatAnswer,
  open: (place: string | undefined) => Channel | undefined,
  desk: ChatDesk,
  manner: ChatManner,
): Promise<Reply> {
  const earlier = await readPosted(desk.store, answer.ref);
  const channel = open(earlier?.place);
  if (channel === undefined) return new SilentReply(answer);
  return new ChatReply(answer, channel, desk, manner, earlier);
}
