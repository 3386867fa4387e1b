import type { Incoming, Listener } from "../../../core/adapter.ts";
import type { ThreadId } from "../../../core/ids.ts";
import { languageOf, words } from "../../../core/words/words.ts";
import { readEdit, readMessage } from "../../read-message.ts";
import { deliveryOf, isDirect, personIn, threadOf } from "../place.ts";
import { answerPlace, type Replies } from "../showing/replies.ts";
import { Sign } from "../showing/sign.ts";
import { saidBy } from "../wire/slack-error.ts";
import type { Workspace } from "../wire/workspace.ts";
import type { People } from "./people.ts";
import type { Seen } from "./seen.ts";
import { readEvent, type SlackEvent, type Told } from "./slack-event.ts";
import { fileSource } from "./slack-file.ts";
import { namedIn, readText, withoutMention } from "./slack-text.ts";

/** Hears what people write, and hands it on once, in the order of each thread. */
export class Ears {
  readonly #workspace: Workspace;
  readonly #people: People;
  readonly #replies: Replies;
  readonly #seen: Seen;
  readonly #listener: Listener;
  readonly #order = new Map<ThreadId, Promise<void>>();

  constructor(
    room: {
      readonly workspace: Workspace;
      readonly people: People;
      readonly replies: Replies;
      readonly seen: Seen;
    },
    listener: Listener,
  ) {
    this.#workspace = room.workspace;
    this.#people = room.people;
    this.#replies = room.replies;
    this.#seen = room.seen;
    this.#listener = listener;
  }

  /** Resolves when the event is handed on. Never rejects. */
  async hear(event: unknown): Promise<void> {
    const told = readEvent(event, this.#workspace.self.user);
    try {
      if (told.kind === "said") await this.#said(told.message, told.user);
      else if (told.kind !== "nothing") await this.#changed(told);
    } catch (error) {
      this.#workspace.log.warn(`A message on Slack could not be handed on: ${saidBy(error)}`);
    }
  }

  /** Slack tells a mention twice, and tells again what it is not sure of. */
  async #said(message: SlackEvent, user: string): Promise<void> {
    const { team } = this.#workspace.self;
    const thread = threadOf(team, message.channel, message.ts, message.thread_ts);
    await this.#seen.once(`${message.channel}/${message.ts}`, () =>
      this.#inOrder(thread, () => this.#deliver(message, user, thread)),
    );
  }

  async #deliver(message: SlackEvent, user: string, thread: ThreadId): Promise<boolean> {
    const { channel, ts, thread_ts: within } = message;
    const addressed = this.#isAddressed(message);
    const place = answerPlace(channel, ts, within, user);
    const sign = new Sign(this.#workspace, place);
    // Before anything is looked up: whoever calls the bot sees at once that it has heard.
    if (addressed) sign.show(words(languageOf(message.text ?? "") ?? "en").status({ kind: "waiting", for: "model" }));
    const person = await this.#people.get(user);
    const text = await this.#read(message.text ?? "");
    const files = (message.files ?? []).map((file) => fileSource(file, this.#workspace));
    const read = readMessage(text, "!", files);
    const id = deliveryOf(thread, ts);
    const incoming: Incoming = { id, thread, person, at: Number(ts) * 1000, addressed, ...read };
    const ownCode = read.kind === "commanded" && read.name === "run";
    const language = languageOf(text) ?? person.language;
    const reply = this.#replies.open({ thread, message: ts, place, language, ownCode }, sign);
    const taken = await this.#listener.deliver(incoming, reply).catch((error: unknown) => {
      sign.show(undefined);
      throw error;
    });
    if (taken !== "accepted") sign.show(undefined);
    return taken !== "ignored";
  }

  async #changed(told: Extract<Told, { readonly kind: "edited" | "deleted" }>): Promise<void> {
    const { team } = this.#workspace.self;
    const thread = threadOf(team, told.channel, told.ts, told.thread);
    const of = deliveryOf(thread, told.ts);
    const by = personIn(team, told.user);
    await this.#inOrder(thread, async () => {
      if (told.kind === "deleted") return this.#listener.notice({ kind: "deleted", of, by });
      const edited = readEdit(await this.#read(told.text), "!");
      return this.#listener.notice({ kind: "edited", of, by, ...edited });
    });
  }

  #isAddressed({ type, channel, text }: SlackEvent): boolean {
    return type === "app_mention" || isDirect(channel) || namedIn(text ?? "").includes(this.#workspace.self.user);
  }

  async #read(text: string): Promise<string> {
    const { self } = this.#workspace;
    const rest = withoutMention(text, self.user);
    const named = namedIn(rest).map(async (user) => [user, await this.#nameOf(user)] as const);
    return readText(rest, new Map(await Promise.all(named)));
  }

  async #nameOf(user: string): Promise<string> {
    const { self } = this.#workspace;
    return user === self.user ? self.name : (await this.#people.get(user)).name;
  }

  #inOrder<Value>(thread: ThreadId, work: () => Promise<Value>): Promise<Value> {
    const done = (this.#order.get(thread) ?? Promise.resolve()).then(work);
    const settled = done.then(
      () => undefined,
      () => undefined,
    );
    this.#order.set(thread, settled);
    void settled.then(() => this.#order.get(thread) === settled && this.#order.delete(thread));
    return done;
  }
}
