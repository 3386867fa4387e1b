import { RESTJSONErrorCodes as Codes, MessageFlags } from "discord.js";
import type { Button } from "../../core/adapter.ts";
import type { Sentence } from "../../core/words/sentence.ts";
import type { Words } from "../../core/words/vocabulary.ts";
import type { Channel, Placed, Trace, Upload } from "../chat/channel.ts";
import type { ChatBody } from "../chat/chat-body.ts";
import type { Clock } from "../chat/clock.ts";
import type { Attempt } from "../chat/judge.ts";
import type { Verdict } from "../draft.ts";
import type { Operation } from "../reconcile.ts";
import { type Address, replyOf } from "./address.ts";
import { discordMarkup } from "./discord-markup.ts";
import { hasCode, whyNotShown } from "./fault.ts";
import { findSent } from "./find-sent.ts";
import { judgeIn } from "./judge.ts";
import type { Line, Sent } from "./line.ts";
import { firstKey, nonceOf, quiet, textBody, uploadBody } from "./message-body.ts";
import type { CommandPlace } from "./place.ts";

/** A minute less than Discord gives. */
const tokenMs = 14 * 60_000;

/**
 * An answer to a slash command, which was acknowledged: by the command's token for as long as it is good, then as
 * messages of the channel. "thinking…" is its sign.
 */
export class CommandChannel implements Channel {
  readonly showsBusy = true;
  readonly place: string;
  readonly #line: Line;
  readonly #address: Address;
  readonly #where: CommandPlace;
  readonly #words: Words;
  /** Whether the message that took the place of "thinking…" was removed. */
  #firstGone = false;

  constructor(line: Line, address: Address, where: CommandPlace, words: Words) {
    this.place = JSON.stringify(where);
    this.#line = line;
    this.#address = address;
    this.#where = where;
    this.#words = words;
  }

  post(key: string, text: string, buttons: readonly Button[]): Promise<Placed> {
    return this.#send(key, textBody(text, buttons, this.#address, this.#words), []);
  }

  upload(key: string, upload: Upload): Promise<Placed> {
    const { body, files } = uploadBody(upload);
    return this.#send(key, body, files);
  }

  async edit(id: string, text: string, buttons: readonly Button[]): Promise<void> {
    const body = textBody(text, buttons, this.#address, this.#words);
    if (this.#good()) await this.#line.editAnswer(this.#where.token, id, body);
    else await this.#line.edit(this.#where.channel, id, body);
  }

  async watch(id: string): Promise<Placed> {
    return { id, visible: true };
  }

  /** The first message is one that is edited, so it is simply sent again. */
  async find(key: string, trace: Trace): Promise<Placed | undefined> {
    if (key === firstKey && !this.#firstGone) return undefined;
    const { id, channel } = this.#where;
    const found = await findSent(
      this.#line,
      channel,
      { ...trace, bodies: [trace.body] },
      { address: this.#address, use: id },
    );
    return found && placed(found);
  }

  async remove(id: string): Promise<void> {
    const { token, channel } = this.#where;
    const removed = this.#good() ? this.#line.removeAnswer(token, id) : this.#line.remove(channel, id);
    await removed.catch((error: unknown) => {
      if (!hasCode(error, Codes.UnknownMessage, Codes.UnknownChannel)) throw error;
    });
    this.#firstGone = true;
  }

  async ready({ kind }: Operation<ChatBody>): Promise<void> {
    const { token, channel } = this.#where;
    if (kind === "post" || kind === "edit") await this.#line.pace.turn(this.#good() ? token : channel, kind);
  }

  judge(error: unknown, attempt: Attempt): Verdict {
    return judgeIn(this.#where.channel, error, attempt, this.#line);
  }

  whyNotShown(error: unknown): Sentence {
    return whyNotShown(error, this.#words);
  }

  busy(): void {}

  async whisper(sentence: Sentence): Promise<void> {
    const body = { ...quiet, content: discordMarkup.own(sentence), flags: MessageFlags.Ephemeral };
    if (this.#good()) await this.#line.followUp(this.#where.token, body);
  }

  async #send(key: string, body: object, files: Parameters<Line["answer"]>[2]): Promise<Placed> {
    const { token, channel, hidden } = this.#where;
    if (!this.#good()) {
      return placed(await this.#line.post(channel, { ...body, ...nonceOf(replyOf(this.#address), key) }, files));
    }
    if (key === firstKey && !this.#firstGone) return placed(await this.#line.answer(token, body, files));
    const flags = MessageFlags.SuppressEmbeds | (hidden ? MessageFlags.Ephemeral : 0);
    return placed(await this.#line.followUp(token, { ...body, flags }, files));
  }

  #good(): boolean {
    return isGood(this.#where, this.#line.clock);
  }
}

/** Whether the command's token still is. */
export function isGood({ since }: CommandPlace, clock: Clock): boolean {
  return clock.now() - since < tokenMs;
}

function placed({ id }: Sent): Placed {
  return { id, visible: true };
}
