import type { Channel, Message } from "../fakes/discord/entities.ts";
import type { FakeDiscord } from "../fakes/discord/fake-discord.ts";
import type { Interaction } from "../fakes/discord/interactions.ts";
import type { Person } from "../fakes/discord/person.ts";
import { messageView } from "./discord-text.ts";
import type { Act, Conversation, Deed, FormView, PlaceView, Room, RoomView } from "./room.ts";
import { Typing } from "./typing.ts";

/** The text option of each command that takes one. */
const options: Readonly<Record<string, string>> = { run: "code", ask: "question" };

/** Ada in the simulated Discord: #general, and her direct messages with the bot. */
export class DiscordRoom implements Room {
  readonly platform = "discord";
  readonly #discord: FakeDiscord;
  readonly #ada: Person;
  readonly #typing: Typing;
  readonly #formsDone = new Set<string>();

  constructor(discord: FakeDiscord) {
    this.#discord = discord;
    this.#ada = discord.person("Ada");
    this.#ada.direct();
    this.#typing = new Typing(discord);
  }

  view(): RoomView {
    const { world, general } = this.#discord;
    return {
      platform: this.platform,
      bot: world.bot.name,
      person: this.#ada.user.name,
      commandsInThreads: true,
      places: [general, this.#ada.direct()].map((channel) => this.#place(channel)),
      forms: this.#forms().map(formView),
    };
  }

  watch(changed: () => void): () => void {
    const stops = [this.#discord.changes.subscribe(changed), this.#typing.watch(changed)];
    return () => stops.forEach((stop) => stop());
  }

  async perform(act: Act): Promise<void> {
    switch (act.do) {
      case "say":
        return this.#say(act);
      case "command":
        return this.#command(act);
      case "press":
        return this.#press(act);
      case "submit":
        return this.#submit(act);
      case "dismiss":
        return this.#done(act.form);
      default:
        return act satisfies never;
    }
  }

  file(key: string): { readonly mime: string; readonly bytes: Uint8Array } | undefined {
    const [channel = "", id] = key.split("-");
    const attachments = this.#discord.messages(channel).flatMap((message) => message.attachments);
    return attachments.find((one) => one.id === id);
  }

  async #say({ place, thread, text, mention, files }: Deed<"say">): Promise<void> {
    const content = `${mention ? `${this.#discord.mention} ` : ""}${text}`;
    if (content.length > 2000) throw new Error("Discord takes 2,000 characters; longer code goes in a file.");
    const sent = files.map(({ name, mime, base64 }) => ({ name, mime, bytes: Buffer.from(base64, "base64") }));
    await this.#ada.says(thread ?? place, content, sent);
  }

  /** Discord's box for a command has one line: for several the command is sent alone, and brings up its form. */
  #command({ place, thread, name, text }: Deed<"command">): void {
    const option = options[name];
    const fits = option !== undefined && text !== "" && !text.includes("\n");
    this.#ada.uses(thread ?? place, name, fits ? { [option]: text } : {});
  }

  #press({ place, thread, message: id, button }: Deed<"press">): void {
    const message = this.#find(thread ?? place, id) ?? this.#find(place, id);
    const label = message === undefined ? undefined : this.#shown(message).buttons[button];
    if (message !== undefined && label !== undefined) this.#ada.presses(message, label);
  }

  #submit({ form, values }: Deed<"submit">): void {
    const interaction = this.#forms().find(({ id }) => id === form);
    if (interaction === undefined) return;
    this.#done(form);
    this.#ada.submits(interaction, values);
  }

  #done(form: string): void {
    this.#formsDone.add(form);
    this.#discord.changes.tell({ kind: "interaction", id: form });
  }

  #forms(): readonly Interaction[] {
    return this.#discord.interactions.filter(({ id, modal }) => modal !== undefined && !this.#formsDone.has(id));
  }

  #place(channel: Channel): PlaceView {
    const threads = [...this.#discord.world.channels.values()].filter(({ parent }) => parent === channel.id);
    const direct = channel.kind === "dm";
    const name = direct ? this.#discord.world.bot.name : channel.name;
    return { ...this.#conversation(channel, []), name, direct, threads: threads.map((one) => this.#thread(one)) };
  }

  #thread(thread: Channel): Conversation {
    const head = thread.parent === undefined ? undefined : this.#find(thread.parent, thread.id);
    return this.#conversation(thread, head === undefined ? [] : [head]);
  }

  #conversation({ id, name }: Channel, before: readonly Message[]): Conversation {
    const messages = [...before, ...this.#discord.messages(id)].filter((message) => this.#isSeen(message));
    return { id, name, messages: messages.map((one) => this.#shown(one)), sign: this.#typing.sign(id) };
  }

  /** The apps show the head of a thread as the message that it repeats. */
  #isSeen({ type, onlyFor }: Message): boolean {
    return type !== 21 && (onlyFor === undefined || onlyFor === this.#ada.user.id);
  }

  #shown(message: Message) {
    return messageView(message, this.#discord.world);
  }

  #find(channel: string, id: string): Message | undefined {
    return this.#discord.messages(channel).find((message) => message.id === id);
  }
}

function formView({ id, modal }: Interaction): FormView {
  const { title = "", fields = [] } = modal ?? {};
  return { id, title, fields: fields.map((field) => ({ id: field, label: field })) };
}
