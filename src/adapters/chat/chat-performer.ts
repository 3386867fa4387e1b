import type { ReplyRef } from "../../core/ids.ts";
import type { Blobs } from "../../core/store/blobs.ts";
import type { Store } from "../../core/store/store.ts";
import type { TurnView } from "../../core/view.ts";
import type { Sentence } from "../../core/words/sentence.ts";
import type { Words } from "../../core/words/vocabulary.ts";
import type { Performed, Performer, Verdict } from "../draft.ts";
import { fitPicture, type PictureBounds } from "../picture.ts";
import type { Operation, Posted, Wanted } from "../reconcile.ts";
import type { Channel, Placed, Trace, Upload } from "./channel.ts";
import { type ChatBody, sameBody } from "./chat-body.ts";
import type { Clock } from "./clock.ts";
import { keepPosted, markOf, type PostedRecord } from "./posted-record.ts";

/** What the answers of one platform are drawn with. */
export interface ChatDesk {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly pictureBounds: PictureBounds;
  /** Hears that what was posted could not be kept: the answer goes on, but a restart may post a piece of it again. */
  readonly unkept: (ref: ReplyRef, error: unknown) => void;
  readonly clock: Clock;
  /** Hears that a piece of a view has reached the platform. */
  readonly shown?: (view: TurnView) => void;
}

/** Performs an answer's operations in a channel, and keeps what was posted. */
export class ChatPerformer implements Performer<TurnView, ChatBody> {
  readonly render: Performer<TurnView, ChatBody>["render"];
  readonly #ref: ReplyRef;
  readonly #channel: Channel;
  readonly #desk: ChatDesk;
  readonly #words: () => Words;
  readonly #own: (sentence: Sentence) => string;
  /** The uploads that were given up, and why. */
  readonly #unshown = new Map<string, Sentence>();
  readonly #isKept: boolean;
  #going = true;
  #keeping: Promise<void> = Promise.resolve();
  readonly #traces = new Map<string, Omit<Trace, "body" | "others">>();
  #posted: readonly Posted<ChatBody>[] = [];
  #rendered: TurnView | undefined;

  constructor(
    ref: ReplyRef,
    channel: Channel,
    desk: ChatDesk,
    how: {
      readonly words: () => Words;
      readonly own: (sentence: Sentence) => string;
      readonly earlier: PostedRecord | undefined;
    },
    render: (view: TurnView, posted: readonly Posted<ChatBody>[]) => readonly Wanted<ChatBody>[],
  ) {
    this.#ref = ref;
    this.#channel = channel;
    this.#desk = desk;
    this.#words = how.words;
    this.#own = how.own;
    this.#isKept = how.earlier !== undefined;
    this.render = (view, posted) => {
      this.#rendered = view;
      this.#going = view.ending === undefined;
      return render(view, posted);
    };
    for (const { key, id, since } of how.earlier?.messages ?? []) {
      this.#traces.set(key, id === undefined ? { since } : { since, id });
    }
  }

  /** While the answer goes on a file stays as it is: all behind it would have to be posted anew with it. */
  same(posted: ChatBody, wanted: ChatBody): boolean {
    if (this.#going && posted.kind === "file" && wanted.kind === "file") return posted.name === wanted.name;
    return sameBody(posted, wanted);
  }

  addition(): undefined {
    return undefined;
  }

  uploaded(body: ChatBody): boolean {
    return body.kind !== "text";
  }

  ready(operation: Operation<ChatBody>): Promise<void> {
    return this.#channel.ready(operation);
  }

  /** An upload that is given up is not left out in silence: at its next turn a sentence takes its place. */
  judge(error: unknown, operation: Operation<ChatBody>, number: number): Verdict {
    const { key, kind } = operation;
    const upload = (kind === "post" || kind === "watch") && this.#isUpload(key) && !this.#unshown.has(key);
    const verdict = this.#channel.judge(error, { kind, upload, number });
    if (!upload || verdict.kind !== "skip") return verdict;
    this.#unshown.set(key, this.#channel.whyNotShown(error));
    return { kind: "again", after: Promise.resolve() };
  }

  async perform(operation: Operation<ChatBody>): Promise<Performed> {
    const view = this.#rendered;
    const performed = await this.#perform(operation);
    if (performed === "visible" && view !== undefined) this.#desk.shown?.(view);
    return performed;
  }

  async #perform(operation: Operation<ChatBody>): Promise<Performed> {
    const { key } = operation;
    switch (operation.kind) {
      case "post":
        return this.#placed(key, await this.#post(key, operation.body));
      case "append":
      case "edit":
        return this.#edit(key, operation.body);
      case "find":
        return this.#find(key);
      case "watch":
        return this.#placed(key, await this.#watch(key));
      case "delete":
        await this.#remove(key);
        return "absent";
      case "close":
        return "visible";
      default:
        return operation satisfies never;
    }
  }

  async remember(posted: readonly Posted<ChatBody>[]): Promise<void> {
    this.#posted = posted;
    for (const { key, state } of posted) {
      if (state === "intended" && !this.#traces.has(key)) this.#traces.set(key, { since: this.#desk.clock.now() });
    }
    await this.#keep();
  }

  /** Keeps where the answer goes, before anything of it is posted; where it went in an earlier life is kept already. */
  async keepPlace(): Promise<void> {
    if (!this.#isKept) await this.#keep();
  }

  /** One at a time, so that the newest is what stays. */
  #keep(): Promise<void> {
    this.#keeping = this.#keeping.then(() => this.#write());
    return this.#keeping;
  }

  async #write(): Promise<void> {
    const messages = this.#posted.map(({ key, body, state, open }) => {
      const { since, id } = this.#traces.get(key) ?? { since: 0 };
      return { key, kind: body.kind, mark: markOf(body), state, open, since, ...(id === undefined ? {} : { id }) };
    });
    const { store, unkept } = this.#desk;
    const kept = { place: this.#channel.place, messages };
    await keepPosted(store, this.#ref, kept).catch((error: unknown) => unkept(this.#ref, error));
  }

  async #post(key: string, body: ChatBody): Promise<Placed> {
    if (body.kind === "text") return this.#channel.post(key, body.text, body.buttons);
    const unshown = this.#unshown.get(key);
    const upload = unshown === undefined ? await this.#uploadOf(body) : this.#notShown(body, unshown);
    if (typeof upload === "string") return this.#channel.post(key, upload, []);
    return this.#channel.upload(key, upload, async (id) => {
      this.#trace(key, id);
      await this.#keep();
    });
  }

  /** @returns a sentence where the picture cannot be shown */
  async #uploadOf(body: Exclude<ChatBody, { readonly kind: "text" }>): Promise<Upload | string> {
    if (body.kind === "file") {
      return { name: body.name, mime: "text/plain", bytes: Buffer.from(body.text), alt: body.name };
    }
    const { figure, number } = body;
    const words = this.#words();
    const bytes = await this.#desk.blobs.get(figure.hash);
    if (bytes === undefined) return this.#notShown(body, words.unshown.gone);
    const picture = await fitPicture(bytes, this.#desk.pictureBounds);
    if (picture.kind === "refused") return this.#notShown(body, picture.detail);
    const name = `figure-${number}.${picture.mime === "image/png" ? "png" : "jpg"}`;
    return { name, mime: picture.mime, bytes: picture.bytes, alt: figure.alt ?? words.figure(number) };
  }

  #notShown(body: Exclude<ChatBody, { readonly kind: "text" }>, why: Sentence): string {
    const words = this.#words();
    const sentence =
      body.kind === "figure" ? words.figureNotShown(body.number, why) : words.fileNotShown(body.name, why);
    return this.#own(sentence);
  }

  #isUpload(key: string): boolean {
    return this.#posted.some((message) => message.key === key && message.body.kind !== "text");
  }

  #watch(key: string): Promise<Placed> {
    const body = this.#posted.find((message) => message.key === key)?.body;
    const unshown = this.#unshown.get(key);
    if (body === undefined || body.kind === "text" || unshown === undefined) {
      return this.#channel.watch(this.#id(key));
    }
    return this.#channel.post(key, this.#notShown(body, unshown), []);
  }

  async #edit(key: string, body: ChatBody): Promise<Performed> {
    if (body.kind !== "text") throw new Error(`Expected to edit a text, got the upload ${key}.`);
    await this.#channel.edit(this.#id(key), body.text, body.buttons);
    return "visible";
  }

  async #find(key: string): Promise<Performed> {
    const body = this.#posted.find((message) => message.key === key)?.body ?? { kind: "text", text: "", buttons: [] };
    const others = [...this.#traces].flatMap(([other, { id }]) => (other === key || id === undefined ? [] : [id]));
    const found = await this.#channel.find(key, { since: 0, ...this.#traces.get(key), body, others });
    if (found === undefined) this.#traces.delete(key);
    return found === undefined ? "absent" : this.#placed(key, found);
  }

  async #remove(key: string): Promise<void> {
    await this.#channel.remove(this.#id(key));
    this.#traces.delete(key);
  }

  #placed(key: string, { id, visible }: Placed): Performed {
    this.#trace(key, id);
    return visible ? "visible" : "pending";
  }

  #trace(key: string, id: string): void {
    this.#traces.set(key, { since: this.#traces.get(key)?.since ?? this.#desk.clock.now(), id });
  }

  #id(key: string): string {
    const id = this.#traces.get(key)?.id;
    if (id === undefined) throw new Error(`Expected an id of the message ${key} of ${this.#ref}, got none.`);
    return id;
  }
}
