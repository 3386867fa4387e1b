import type { Channel, Component, FileToSend, Message, User } from "./entities.ts";
import type { Interaction } from "./interactions.ts";
import type { Site } from "./rest/route.ts";
import { attachment } from "./rest/uploads.ts";

/** Somebody in the server, with what they can do in the app. */
export class Person {
  readonly user: User;
  readonly #site: Site;

  constructor(site: Site, user: User) {
    this.#site = site;
    this.user = user;
  }

  get mention(): string {
    return `<@${this.user.id}>`;
  }

  async says(channel: string, content: string, files: readonly FileToSend[] = []): Promise<Message> {
    const attachments = await this.#attach(files);
    return this.#site.posting.post({ channel, author: this.user, content, attachments });
  }

  async repliesTo(to: Message, content: string): Promise<Message> {
    const replyTo = { channel: to.channel, message: to.id };
    return this.#site.posting.post({ channel: to.channel, author: this.user, content, type: 19, replyTo });
  }

  /** Opens a post in a forum: a thread whose first message has its id. */
  async opensPost(forum: string, title: string, content: string, files: readonly FileToSend[] = []): Promise<Channel> {
    const { world, posting } = this.#site;
    const thread = posting.openThread(world.channel(forum), title, this.user.id);
    const attachments = await this.#attach(files);
    posting.post({ id: thread.id, channel: thread.id, author: this.user, content, attachments });
    return thread;
  }

  /** Opens a thread as people do: from a message, or out of nothing. */
  opensThread(channel: string, name: string, from?: Message): Channel {
    return this.#site.posting.openThread(this.#site.world.channel(channel), name, this.user.id, from);
  }

  /** The direct messages between this person and the bot. */
  direct(): Channel {
    const { world } = this.#site;
    const known = [...world.channels.values()].find(({ kind, owner }) => kind === "dm" && owner === this.user.id);
    return known ?? world.addChannel({ kind: "dm", name: this.user.name, owner: this.user.id });
  }

  edits(message: Message, content: string): void {
    this.#site.posting.edit(message, { content });
  }

  deletes(message: Message): void {
    this.#site.posting.delete(message);
  }

  /** Clears messages of one channel away, as moderators can. */
  purges(channel: string, messages: readonly Message[]): void {
    this.#site.posting.deleteAll(channel, messages);
  }

  /** Uses a slash command that the bot registered. */
  uses(channel: string, name: string, values: Readonly<Record<string, string>> = {}): Interaction {
    const command = this.#site.interactions.commands.find((one) => one.name === name);
    if (command === undefined) throw new Error(`Expected the bot to have registered /${name}.`);
    const known = command.options ?? [];
    const missing = known.find((option) => option.required && values[option.name] === undefined);
    if (missing !== undefined) throw new Error(`Expected a value for ${missing.name} of /${name}.`);
    const options = Object.entries(values).map(([option, value]) => {
      const type = known.find((one) => one.name === option)?.type;
      if (type !== 3) throw new Error(`Expected /${name} to have a text option ${option}.`);
      // The box for a command has one line.
      return { name: option, type, value: value.replaceAll("\n", " ") };
    });
    const { user } = this;
    return this.#site.interactions.begin(
      { kind: "command", user, channel },
      { id: command.id, name, type: 1, options },
    );
  }

  /** Sends the form that an interaction brought up. */
  submits({ modal, channel }: Interaction, values: Readonly<Record<string, string>>): Interaction {
    if (modal === undefined) throw new Error("Expected the interaction to have brought up a form.");
    const fields = modal.fields.map((custom_id, at) => {
      const component = { type: 4, id: 2 * at + 2, custom_id, value: values[custom_id] ?? "" };
      return { type: 18, id: 2 * at + 1, component };
    });
    const data = { custom_id: modal.customId, components: fields };
    return this.#site.interactions.begin({ kind: "modal", user: this.user, channel }, data);
  }

  /** Presses a button that the message has. */
  presses(on: Message, label: string): Interaction {
    const button = buttonsOf(on).find((one) => one["label"] === label);
    if (button === undefined) throw new Error(`Expected a button ${label} on "${on.content}".`);
    const data = { custom_id: button["custom_id"], component_type: 2, id: button["id"] };
    return this.#site.interactions.begin({ kind: "button", user: this.user, channel: on.channel, on }, data);
  }

  #attach(files: readonly FileToSend[]) {
    return Promise.all(files.map((file) => attachment(this.#site.world, file)));
  }
}

export function buttonsOf({ components }: Message): readonly Component[] {
  return components.flatMap((row) => (row["components"] as readonly Component[] | undefined) ?? []);
}
