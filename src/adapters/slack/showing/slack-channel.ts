import type { Button } from "../../../core/adapter.ts";
import type { ReplyRef } from "../../../core/ids.ts";
import type { Sentence } from "../../../core/words/sentence.ts";
import type { Words } from "../../../core/words/vocabulary.ts";
import type { Channel, Placed, Trace, Upload } from "../../chat/channel.ts";
import type { ChatBody } from "../../chat/chat-body.ts";
import type { Attempt } from "../../chat/judge.ts";
import type { Verdict } from "../../draft.ts";
import type { Operation } from "../../reconcile.ts";
import { type Place, writePlace } from "../place.ts";
import { refusedWith, saidBy, whyNotShown } from "../wire/slack-error.ts";
import type { Workspace } from "../wire/workspace.ts";
import { findMessage, metadataOf } from "./find-message.ts";
import { judgeIn } from "./judge.ts";
import type { Sign } from "./sign.ts";
import { escaped, withoutCalls } from "./slack-markup.ts";
import { isShared, uploadFile } from "./upload.ts";
import type { Whisper } from "./whisper.ts";
import { plain, type Written, written } from "./written.ts";

interface Pending {
  readonly alt: string;
  /** When it was first waited for. */
  readonly since: number;
  /** Nothing that shows it is older. */
  readonly begun: number;
}

/** One answer's place on Slack. A text's id is its timestamp, an upload's the id of its file. */
export class SlackChannel implements Channel {
  readonly #ref: ReplyRef;
  readonly #workspace: Workspace;
  readonly #sign: Sign;
  readonly #whisper: Whisper;
  readonly #words: Words;
  #place: Place;
  readonly #uploads = new Map<string, Pending>();
  #explained = false;
  #ended = false;

  constructor(
    ref: ReplyRef,
    place: Place,
    how: {
      readonly workspace: Workspace;
      readonly sign: Sign;
      readonly whisper: Whisper;
      readonly words: Words;
    },
  ) {
    this.#ref = ref;
    this.#place = place;
    this.#workspace = how.workspace;
    this.#sign = how.sign;
    this.#whisper = how.whisper;
    this.#words = how.words;
  }

  /** A command's answer in a channel has no message, and no thread, to show a sign at. */
  get showsBusy(): boolean {
    return this.#place.thread !== undefined || this.#place.asked !== undefined;
  }

  get place(): string {
    return writePlace(this.#place);
  }

  async post(key: string, text: string, buttons: readonly Button[]): Promise<Placed> {
    const { channel, thread, head, first } = this.#place;
    const whole = head !== undefined && first === undefined ? `${head}\n${text}` : text;
    const { chat } = this.#workspace.clients.write;
    const ts = await this.#written(whole, buttons, async (message) => {
      const at = thread === undefined ? { channel } : { channel, thread_ts: thread };
      const metadata = metadataOf(this.#ref, key);
      const posted = await chat.postMessage({ ...at, ...message, metadata, unfurl_links: false, unfurl_media: false });
      return posted.ts ?? "";
    });
    return this.#placed(ts);
  }

  async edit(id: string, text: string, buttons: readonly Button[]): Promise<void> {
    const { channel, head, first } = this.#place;
    const whole = head !== undefined && first === id ? `${head}\n${text}` : text;
    const { chat } = this.#workspace.clients.write;
    await this.#written(whole, buttons, (message) => chat.update({ channel, ts: id, ...message }));
  }

  async upload(_key: string, upload: Upload, intend: (id: string) => Promise<void>): Promise<Placed> {
    const id = await uploadFile(this.#workspace, this.#place, upload, intend);
    const now = this.#workspace.clock.now();
    this.#uploads.set(id, { alt: upload.alt, since: now, begun: now });
    return { id, visible: false };
  }

  async watch(id: string): Promise<Placed> {
    const { clock, pace, closing } = this.#workspace;
    const waiting = this.#uploads.get(id) ?? { alt: id, since: clock.now(), begun: 0 };
    this.#uploads.set(id, waiting);
    await clock.wait(pace.betweenLooks, closing);
    if (await this.#isShared(id)) {
      this.#sign.posted();
      return { id, visible: true };
    }
    const late = clock.now() - waiting.since >= pace.uploadShown;
    return late ? this.#showByMessage(id, waiting) : { id, visible: false };
  }

  async find(key: string, { id, since }: Trace): Promise<Placed | undefined> {
    if (id !== undefined && isFile(id)) return this.#findFile(id);
    const ts = await findMessage(this.#workspace, this.#place, { ref: this.#ref, key, since });
    return ts === undefined ? undefined : this.#placed(ts);
  }

  async remove(id: string): Promise<void> {
    const { chat, files } = this.#workspace.clients.write;
    try {
      await (isFile(id) ? files.delete({ file: id }) : chat.delete({ channel: this.#place.channel, ts: id }));
    } catch (error) {
      if (!refusedWith(error, "message_not_found", "file_not_found", "file_deleted")) throw error;
    }
  }

  async ready(operation: Operation<ChatBody>): Promise<void> {
    const { edits, deletions } = this.#workspace;
    if (operation.kind === "edit") return edits.pass(() => !operation.open || this.#ended);
    if (operation.kind === "delete") return deletions.pass(() => false);
    if (operation.kind === "post") return this.#workspace.posts(this.#place.channel).pass(() => false);
  }

  judge(error: unknown, attempt: Attempt): Verdict {
    const verdict = judgeIn(this.#place.channel, error, attempt, this.#workspace);
    if (verdict.kind === "over" && !this.#explained) {
      this.#explained = true;
      void this.#whisper.explain(error);
    }
    return verdict;
  }

  whyNotShown(error: unknown): Sentence {
    return whyNotShown(error, this.#words);
  }

  busy(doing: Sentence | undefined): void {
    this.#sign.show(doing);
    this.#ended = doing === undefined;
    // An edit that waits for its turn is by now the last one.
    if (this.#ended) this.#workspace.edits.lookAgain();
  }

  whisper(sentence: Sentence): Promise<void> {
    return this.#whisper.say(sentence);
  }

  /** As blocks; where Slack takes none of it so, as plain text. */
  async #written<Answer>(
    text: string,
    buttons: readonly Button[],
    send: (message: Written) => Promise<Answer>,
  ): Promise<Answer> {
    try {
      return await send(written(text, buttons, this.#ref, this.#words));
    } catch (error) {
      if (!refusedWith(error, "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long")) throw error;
      this.#workspace.log.warn(`Slack refused a message's blocks (${saidBy(error)}): it goes as plain text`);
      return send(plain(text));
    }
  }

  async #findFile(id: string): Promise<Placed | undefined> {
    const { clock, pace, closing } = this.#workspace;
    await clock.wait(pace.betweenLooks, closing);
    try {
      return { id, visible: await isShared(this.#workspace, id, this.#place.channel) };
    } catch (error) {
      if (refusedWith(error, "file_not_found", "file_deleted")) return undefined;
      throw error;
    }
  }

  /** Where Slack lets the bot look at no file, its word that it has one must do. */
  async #isShared(id: string): Promise<boolean> {
    try {
      return await isShared(this.#workspace, id, this.#place.channel);
    } catch (error) {
      if (refusedWith(error, "missing_scope")) return true;
      throw error;
    }
  }

  /** Slack has been seen to take a file and never to show it. */
  async #showByMessage(id: string, { alt, begun }: Pending): Promise<Placed> {
    const { channel, thread } = this.#place;
    // The file's id is the message's name: an earlier one of them may have arrived though its answer was lost.
    const earlier = await findMessage(this.#workspace, this.#place, { ref: this.#ref, key: id, since: begun });
    if (earlier !== undefined) return this.#placed(earlier);
    const at = thread === undefined ? { channel } : { channel, thread_ts: thread };
    const image = { type: "image" as const, slack_file: { id }, alt_text: withoutCalls(alt) };
    const message = { text: escaped(alt), blocks: [image], metadata: metadataOf(this.#ref, id) };
    const posted = await this.#workspace.clients.write.chat.postMessage({ ...at, ...message });
    return this.#placed(posted.ts ?? "");
  }

  #placed(ts: string): Placed {
    this.#sign.posted();
    if (this.#place.head !== undefined && this.#place.first === undefined) this.#place = { ...this.#place, first: ts };
    return { id: ts, visible: true };
  }
}

function isFile(id: string): boolean {
  return id.startsWith("F");
}
