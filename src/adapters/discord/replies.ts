import type { Reply } from "../../core/adapter.ts";
import type { ReplyRef } from "../../core/ids.ts";
import type { Language } from "../../core/words/sentence.ts";
import { words } from "../../core/words/words.ts";
import type { Channel } from "../chat/channel.ts";
import type { ChatDesk } from "../chat/chat-performer.ts";
import { type ChatManner, ChatReply, reopenReply } from "../chat/chat-reply.ts";
import type { Clock } from "../chat/clock.ts";
import { type Address, addressOf, replyOf } from "./address.ts";
import { CommandChannel, isGood } from "./command-channel.ts";
import { DiscordChannel } from "./discord-channel.ts";
import { discordMarkup } from "./discord-markup.ts";
import type { Line } from "./line.ts";
import { type Place, readPlace } from "./place.ts";

export const discordManner: ChatManner = { markup: discordMarkup, syntax: (name) => `!${name}` };

/** Makes the answers of one bot. */
export class Replies {
  readonly #line: Line;
  readonly #desk: ChatDesk;

  constructor(line: Line, desk: ChatDesk) {
    this.#line = line;
    this.#desk = desk;
  }

  /** Aborts when the bot ends. */
  get closing(): AbortSignal {
    return this.#line.closing;
  }

  get clock(): Clock {
    return this.#line.clock;
  }

  /** @param ownCode whether the person's message shows the code that is run */
  open(address: Address, place: Place, language: Language, ownCode: boolean): ChatReply {
    const channel = this.#channel(address, place, language);
    return new ChatReply({ ref: replyOf(address), ownCode }, channel, this.#desk, discordManner);
  }

  reopen(ref: ReplyRef, ownCode: boolean): Promise<Reply> {
    const address = addressOf(ref);
    const open = (kept: string | undefined) => {
      const place = readPlace(kept, address);
      const late = place?.kind === "command" && place.hidden && !isGood(place, this.#line.clock);
      return place === undefined || late ? undefined : this.#channel(address, place, "en");
    };
    return reopenReply({ ref, ownCode }, open, this.#desk, discordManner);
  }

  #channel(address: Address, place: Place, language: Language): Channel {
    const speak = words(language);
    if (place.kind === "command") return new CommandChannel(this.#line, address, place, speak);
    return new DiscordChannel(this.#line, address, place, speak);
  }
}
