import type { Adapter, Delivery, Earlier, Incoming, Listener, Notice, Person, Reply } from "../../src/core/adapter.ts";
import type { CommandName } from "../../src/core/commands/command-name.ts";
import {
  type DeliveryId,
  deliveryId,
  personId,
  type ReplyRef,
  replyRef,
  type ThreadId,
  threadId,
} from "../../src/core/ids.ts";
import type { TurnView } from "../../src/core/view.ts";
import type { Sentence } from "../../src/core/words/sentence.ts";
import type { FileSource } from "../../src/kernel/session.ts";

/** How a message differs from a plain one of Ada's, in the first thread, that was not delivered before. */
export interface Circumstances {
  readonly thread?: ThreadId;
  readonly person?: Person;
  /** The platform's name of the message; the same name again is a redelivery. */
  readonly message?: string;
  readonly at?: number;
  readonly addressed?: boolean;
  readonly quick?: boolean;
  readonly files?: readonly FileSource[];
}

export const ada: Person = { id: personId("fake", "ada"), name: "Ada", language: "en", standing: "member" };
export const firstThread = threadId("fake", "1");

/** A chat platform in memory: delivers what a test says, and keeps every view that the bot draws. */
export class FakeAdapter implements Adapter {
  readonly platform = "fake";
  readonly lasting = true;
  /** One reply a delivery, oldest first. */
  readonly replies: FakeReply[] = [];
  readonly reopened: FakeReply[] = [];
  readonly verdicts: ("accepted" | "duplicate" | "ignored")[] = [];
  earlier: readonly Earlier[] = [];
  disposed = false;
  #listener: Listener | undefined;
  #said = 0;

  syntax(name: CommandName): string {
    return `/${name}`;
  }

  async start(listener: Listener): Promise<void> {
    this.#listener = listener;
  }

  /** Delivers a message; resolves once the bot has recorded it. */
  ask(text: string, circumstances: Circumstances = {}): Promise<FakeReply> {
    return this.#hand({ ...this.#heard(circumstances), kind: "asked", text });
  }

  command(name: CommandName, text = "", circumstances: Circumstances = {}): Promise<FakeReply> {
    return this.#hand({
      ...this.#heard(circumstances),
      kind: "commanded",
      name,
      text,
      quick: circumstances.quick ?? false,
    });
  }

  /** Tells the bot of something that is no message. */
  async notice(notice: Notice): Promise<void> {
    await this.#listener?.notice(notice);
  }

  /** What is said to have come while the bot was away. */
  missed: () => Promise<void> = async () => undefined;

  catchUp(): Promise<void> {
    return this.missed();
  }

  async reopen(ref: ReplyRef, ownCode: boolean): Promise<FakeReply> {
    const reply = new FakeReply(ref, ownCode);
    this.reopened.push(reply);
    return reply;
  }

  async history(_thread: ThreadId, _before: DeliveryId, limit: number): Promise<readonly Earlier[]> {
    return limit > 0 ? this.earlier.slice(-limit) : [];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.disposed = true;
  }

  #heard(circumstances: Circumstances) {
    const {
      thread = firstThread,
      person = ada,
      message = `${++this.#said}`,
      at = 0,
      addressed = true,
      files = [],
    } = circumstances;
    return { id: deliveryId(thread, message), thread, person, at, addressed, files };
  }

  async #hand(incoming: Incoming): Promise<FakeReply> {
    if (this.#listener === undefined) throw new Error("Expected start() before the first message.");
    if (this.disposed) throw new Error("Expected no message after the adapter was disposed.");
    const ownCode = incoming.kind === "commanded" && incoming.name === "run" && !incoming.quick;
    const reply = new FakeReply(replyRef(incoming.thread, incoming.id), ownCode);
    this.replies.push(reply);
    this.verdicts.push(await this.#listener.deliver(incoming, reply));
    return reply;
  }
}

/** A reply that keeps every view drawn on it. */
export class FakeReply implements Reply {
  readonly ref: ReplyRef;
  readonly ownCode: boolean;
  /** Every view, oldest first. */
  readonly views: TurnView[] = [];
  readonly whispers: Sentence[] = [];
  /** What `settle` says. */
  delivery: Delivery = { kind: "delivered" };
  readonly #ended = Promise.withResolvers<TurnView>();
  readonly #watchers = new Set<() => void>();

  constructor(ref: ReplyRef, ownCode: boolean) {
    this.ref = ref;
    this.ownCode = ownCode;
  }

  /** Resolves with the first view that has an ending. */
  get ended(): Promise<TurnView> {
    return this.#ended.promise;
  }

  /** The newest view. */
  get view(): TurnView {
    const view = this.views.at(-1);
    if (view === undefined) throw new Error("Expected the bot to have drawn a view on this reply, but it drew none.");
    return view;
  }

  draw(view: TurnView): void {
    this.views.push(view);
    if (view.ending !== undefined) this.#ended.resolve(view);
    for (const look of this.#watchers) look();
  }

  async settle(): Promise<Delivery> {
    return this.delivery;
  }

  async whisper(sentence: Sentence): Promise<void> {
    this.whispers.push(sentence);
  }

  /** Resolves with the first view, drawn already or to come, that is as wanted. */
  until(wanted: (view: TurnView) => boolean): Promise<TurnView> {
    const found = this.views.find(wanted);
    if (found !== undefined) return Promise.resolve(found);
    return new Promise((resolve) => {
      const look = () => {
        const newest = this.view;
        if (!wanted(newest)) return;
        this.#watchers.delete(look);
        resolve(newest);
      };
      this.#watchers.add(look);
    });
  }
}
