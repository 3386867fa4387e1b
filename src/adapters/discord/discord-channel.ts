import { RESTJSONErrorCodes as Codes, type RawFile } from "discord.js";
import type { Button } from "../../core/adapter.ts";
import type { Sentence } from "../../core/words/sentence.ts";
import type { Words } from "../../core/words/vocabulary.ts";
import type { Channel, Placed, Trace, Upload } from "../chat/channel.ts";
import type { ChatBody } from "../chat/chat-body.ts";
import type { Attempt } from "../chat/judge.ts";
import type { Verdict } from "../draft.ts";
import type { Operation } from "../reconcile.ts";
import { type Address, replyOf } from "./address.ts";
import { discordMarkup } from "./discord-markup.ts";
import { endsAnswer, faultOf, hasCode, refusesThread, whyNotShown } from "./fault.ts";
import { findSent } from "./find-sent.ts";
import { judgeIn } from "./judge.ts";
import type { Line, Sent } from "./line.ts";
import { firstKey, nonceOf, quiet, textBody, uploadBody } from "./message-body.ts";
import type { MessagesPlace } from "./place.ts";
import { canStay, shows, type Tried, triedAgain } from "./tried.ts";
import { Typing } from "./typing.ts";

/** Discord knows a nonce again for "the past few minutes". */
const nonceMs = 120_000;

/** An answer as messages of a thread, of direct messages, or of a channel where no thread can be opened. */
export class DiscordChannel implements Channel {
  readonly showsBusy = true;
  readonly #line: Line;
  readonly #address: Address;
  readonly #words: Words;
  readonly #typing: Typing;
  readonly #tried = new Map<string, Tried>();
  #place: MessagesPlace;
  #threadOpen = false;

  constructor(line: Line, address: Address, place: MessagesPlace, words: Words) {
    this.#line = line;
    this.#address = address;
    this.#place = place;
    this.#words = words;
    this.#typing = new Typing(line, () => (this.#threadOpen ? this.#channel : place.channel));
  }

  get place(): string {
    return JSON.stringify(this.#place);
  }

  async post(key: string, text: string, buttons: readonly Button[]): Promise<Placed> {
    const body = textBody(text, buttons, this.#address, this.#words);
    const sent = await this.#send(key, body, [], ({ attachments }) => attachments.length === 0);
    if (this.#tried.has(key) && (sent.content !== text.trim() || sent.components?.length !== body.components.length)) {
      await this.#line.edit(this.#channel, sent.id, body);
    }
    return this.#placed(key, sent);
  }

  async edit(id: string, text: string, buttons: readonly Button[]): Promise<void> {
    await this.#line.edit(this.#channel, id, textBody(text, buttons, this.#address, this.#words));
  }

  async upload(key: string, upload: Upload): Promise<Placed> {
    const { body, files } = uploadBody(upload);
    return this.#placed(key, await this.#send(key, body, files, (sent) => shows(sent, upload)));
  }

  /** Uploads are shown at once. */
  async watch(id: string): Promise<Placed> {
    return { id, visible: true };
  }

  /** A text, which other answers may say as well, is told by its nonce for as long as Discord knows that. */
  async find(key: string, trace: Trace): Promise<Placed | undefined> {
    const tried = triedAgain(this.#tried.get(key), trace);
    this.#tried.set(key, tried);
    const { opens, apart } = this.#place;
    const answers = apart === undefined ? undefined : opens?.message;
    const { others } = trace;
    const onlyUploads = this.#line.clock.now() - tried.since < nonceMs;
    const mine = { address: this.#address, answers, onlyUploads };
    const found = await findSent(this.#line, this.#channel, { ...tried, others }, mine).catch(unlessClosed);
    if (found === undefined) return undefined;
    if (canStay(found, tried)) return this.#placed(key, found);
    await this.remove(found.id);
    return undefined;
  }

  async remove(id: string): Promise<void> {
    this.#place = { ...this.#place, removed: (this.#place.removed ?? 0) + 1 };
    await this.#line.remove(this.#channel, id).catch((error: unknown) => {
      if (!hasCode(error, Codes.UnknownMessage, Codes.UnknownChannel)) throw error;
    });
  }

  async ready({ kind }: Operation<ChatBody>): Promise<void> {
    if (kind === "post" || kind === "edit") await this.#line.pace.turn(this.#channel, kind);
  }

  judge(error: unknown, attempt: Attempt): Verdict {
    return judgeIn(this.#channel, error, attempt, this.#line);
  }

  whyNotShown(error: unknown): Sentence {
    return whyNotShown(error, this.#words);
  }

  busy(doing: Sentence | undefined): void {
    this.#typing.set(doing !== undefined);
  }

  /** Discord shows a message to one person alone only as an answer to a command. */
  async whisper(sentence: Sentence): Promise<void> {
    await this.#line.post(await this.#open(), { ...quiet, content: discordMarkup.own(sentence) });
  }

  /** Where the answer stands, once it stands. */
  get #channel(): string {
    const { opens, apart, channel } = this.#place;
    return opens === undefined || apart !== undefined ? channel : opens.message;
  }

  /**
   * Posts under the message's nonce, by which Discord brings back what an earlier attempt posted: that may be something
   * else than what is wanted by now.
   */
  async #send(key: string, body: object, files: RawFile[], fits: (sent: Sent) => boolean): Promise<Sent> {
    await this.#open();
    const post = () => this.#line.post(this.#channel, { ...body, ...this.#nonce(key), ...this.#reference() }, files);
    const sent = await post().catch(async (error: unknown) => {
      if (files.length > 0 || !this.#isMuteThread(key, error)) throw error;
      await this.#stayApart(Codes.MissingPermissions, this.#words.discord.threadMute);
      return post();
    });
    if (!this.#tried.has(key) || fits(sent)) return sent;
    // With its removal the nonce is another one.
    await this.remove(sent.id);
    return post();
  }

  /** Opens the thread before the first message in it. */
  async #open(): Promise<string> {
    const { opens, apart, channel } = this.#place;
    if (opens === undefined || apart !== undefined || this.#threadOpen) return this.#channel;
    try {
      await this.#line.openThread(channel, opens.message, opens.name);
    } catch (error) {
      const fault = faultOf(error);
      const there = hasCode(error, Codes.ThreadAlreadyCreatedForMessage);
      if (!there && fault.kind === "refused" && refusesThread(fault.code)) {
        await this.#stayApart(fault.code, this.#words.discord.noThread(fault.code));
        return this.#channel;
      }
      if (!there) throw error;
    }
    this.#threadOpen = true;
    return this.#channel;
  }

  /** Whether the answer's own thread takes nothing of it; before its first message all of it can stand elsewhere. */
  #isMuteThread(key: string, error: unknown): boolean {
    const { opens, apart } = this.#place;
    const inOwnThread = opens !== undefined && apart === undefined;
    return inOwnThread && key === firstKey && hasCode(error, Codes.MissingPermissions, Codes.MissingAccess);
  }

  async #stayApart(code: number, why: Sentence): Promise<void> {
    this.#place = { ...this.#place, apart: code };
    const content = discordMarkup.own(why);
    await this.#line.post(this.#channel, { ...quiet, content, ...this.#nonce("apart"), ...this.#reference() });
  }

  /** In a channel it must be seen what an answer answers. */
  #reference(): object {
    const { opens, apart } = this.#place;
    if (opens === undefined || apart === undefined) return {};
    return { message_reference: { message_id: opens.message, fail_if_not_exists: false } };
  }

  #nonce(key: string): object {
    return nonceOf(replyOf(this.#address), key, `${this.#place.removed ?? 0}`);
  }

  #placed(key: string, { id }: Sent): Placed {
    this.#tried.delete(key);
    return { id, visible: true };
  }
}

/** Where the thread was never opened, or is closed to the bot, nothing was posted. */
function unlessClosed(error: unknown): undefined {
  const fault = faultOf(error);
  if (fault.kind !== "refused" || !endsAnswer(fault.code)) throw error;
}
