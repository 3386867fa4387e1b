import type { Reply } from "../../../core/adapter.ts";
import type { CommandSyntax } from "../../../core/commands/command-name.ts";
import { type DeliveryId, type ReplyRef, replyRef, type ThreadId } from "../../../core/ids.ts";
import type { Language } from "../../../core/words/sentence.ts";
import { words } from "../../../core/words/words.ts";
import type { ChatDesk } from "../../chat/chat-performer.ts";
import { type ChatManner, ChatReply, reopenReply } from "../../chat/chat-reply.ts";
import { isDirect, type Place, readPlace, tsOf, whereIs } from "../place.ts";
import type { Workspace } from "../wire/workspace.ts";
import { Sign } from "./sign.ts";
import { SlackChannel } from "./slack-channel.ts";
import { slackMarkup } from "./slack-markup.ts";
import { Whisper } from "./whisper.ts";
import { WhisperedReply } from "./whispered-reply.ts";

/** In threads, where Slack knows no slash commands. */
export const commandSyntax: CommandSyntax = (name) => `!${name}`;

interface Asked {
  readonly thread: ThreadId;
  /** The message's name within its thread. */
  readonly message: string;
  readonly place: Place;
  readonly language: Language;
  readonly ownCode: boolean;
  readonly responseUrl?: string;
}

/** Makes the answers of one workspace. */
export class Replies {
  readonly manner: ChatManner = { markup: slackMarkup, syntax: commandSyntax };
  readonly #workspace: Workspace;
  readonly #desk: ChatDesk;

  constructor(workspace: Workspace, desk: ChatDesk) {
    this.#workspace = workspace;
    this.#desk = desk;
  }

  open(asked: Asked, sign: Sign = new Sign(this.#workspace, asked.place)): ChatReply {
    const ref = replyRef(asked.thread, asked.message);
    const channel = this.#channel(ref, asked.place, { ...asked, sign });
    return new ChatReply({ ref, ownCode: asked.ownCode }, channel, this.#desk, this.manner);
  }

  openWhispered({ thread, message, place, language, responseUrl }: Asked): WhisperedReply {
    const whisper = new Whisper(this.#workspace, place, words(language), responseUrl);
    return new WhisperedReply(replyRef(thread, message), whisper, this.manner);
  }

  reopen(ref: ReplyRef, ownCode: boolean): Promise<Reply> {
    const open = (kept: string | undefined) => {
      const place = readPlace(kept) ?? placeOf(ref);
      if (place === undefined) return undefined;
      return this.#channel(ref, place, { language: "en", sign: new Sign(this.#workspace, place) });
    };
    return reopenReply({ ref, ownCode }, open, this.#desk, this.manner);
  }

  #channel(
    ref: ReplyRef,
    place: Place,
    how: { readonly language: Language; readonly sign: Sign; readonly responseUrl?: string },
  ): SlackChannel {
    const workspace = this.#workspace;
    const whisper = new Whisper(workspace, place, words(how.language), how.responseUrl);
    return new SlackChannel(ref, place, { workspace, whisper, sign: how.sign, words: words(how.language) });
  }
}

/** Where the answer to a message goes: into its thread; in a direct conversation into none, unless it has one. */
export function answerPlace(channel: string, ts: string, thread: string | undefined, user: string): Place {
  const standing = thread ?? (isDirect(channel) ? undefined : ts);
  return { channel, asked: ts, user, ...(standing === undefined ? {} : { thread: standing }) };
}

/** Undefined for a command: its answer may have been for one person alone. */
function placeOf(ref: ReplyRef): Place | undefined {
  const { channel, ts, command } = whereIs(threadIn(ref));
  if (command) return undefined;
  return ts === undefined ? { channel } : { channel, thread: ts, asked: tsOf(ref) };
}

function threadIn(id: ReplyRef | DeliveryId): ThreadId {
  return id.slice(0, id.lastIndexOf("#")) as ThreadId;
}
