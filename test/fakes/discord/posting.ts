import { MessageResponseSchema, ThreadResponseSchema } from "discord-api-spec/zod";
import type { Channel, Component, Message } from "./entities.ts";
import { flags } from "./entities.ts";
import type { Gateway } from "./gateway/gateway.ts";
import { type AllowedMentions, pinged } from "./mentions.ts";
import { channelWire } from "./wire/channels.ts";
import { messageEvent } from "./wire/messages.ts";
import type { World } from "./world.ts";

export type Fresh = Pick<Message, "channel" | "author" | "content"> &
  Partial<Message> & { readonly allowedMentions?: AllowedMentions | undefined };

/** What changes the platform, whoever does it: the state, the event of the gateway and the word to those who watch. */
export class Posting {
  readonly #world: World;
  readonly #gateway: Gateway;

  constructor(world: World, gateway: Gateway) {
    this.#world = world;
    this.#gateway = gateway;
  }

  /** Speaking in an archived thread opens it again. */
  post({ allowedMentions, ...fresh }: Fresh): Message {
    const world = this.#world;
    const channel = world.channel(fresh.channel);
    if (channel.archived && !channel.locked) this.archive(channel, false);
    const pings = pinged(world, fresh.content, fresh.author.bot ? allowedMentions : undefined);
    const blank = { type: 0, flags: 0, attachments: [], components: [], reactions: new Map() };
    const message: Message = { ...blank, id: world.id(), at: world.now(), pings, ...fresh };
    world.keep(message);
    channel.lastMessage = message.id;
    world.changes.tell({ kind: "posted", channel: channel.id, message: message.id });
    if (message.onlyFor === undefined) this.#tell("MESSAGE_CREATE", message);
    return message;
  }

  edit(message: Message, change: Partial<Pick<Message, "content" | "attachments" | "components" | "flags">>): void {
    Object.assign(message, change, { editedAt: this.#world.now() });
    this.#world.changes.tell({ kind: "edited", channel: message.channel, message: message.id });
    if (message.onlyFor === undefined) this.#tell("MESSAGE_UPDATE", message);
  }

  delete(message: Message): void {
    const { id, channel } = message;
    this.#world.forget(message);
    this.#world.changes.tell({ kind: "deleted", channel, message: id });
    this.#gateway.dispatch("MESSAGE_DELETE", { id, channel_id: channel, ...this.#guildOf(channel) }, { channel });
  }

  /** What a moderator clears away at once is one event. */
  deleteAll(channel: string, messages: readonly Message[]): void {
    for (const message of messages) this.#world.forget(message);
    for (const { id } of messages) this.#world.changes.tell({ kind: "deleted", channel, message: id });
    const ids = messages.map(({ id }) => id);
    this.#gateway.dispatch("MESSAGE_DELETE_BULK", { ids, channel_id: channel, ...this.#guildOf(channel) }, { channel });
  }

  /** @param from the message that it is made from, whose id it takes */
  openThread(parent: Channel, name: string, owner: string, from?: Message): Channel {
    const world = this.#world;
    const id = from?.id ?? world.id();
    const thread = world.addChannel({ id, kind: "thread", name, parent: parent.id, owner });
    this.#gateway.dispatch("THREAD_CREATE", { ...this.threadWire(thread), newly_created: true }, { channel: id });
    world.changes.tell({ kind: "opened", channel: id });
    if (from === undefined) return thread;
    this.edit(from, { flags: from.flags | flags.hasThread });
    const replyTo = { channel: parent.id, message: from.id };
    this.post({ channel: id, author: from.author, content: "", type: 21, replyTo });
    return thread;
  }

  archive(thread: Channel, archived: boolean): void {
    thread.archived = archived;
    this.threadChanged(thread);
  }

  threadChanged(thread: Channel): void {
    this.#gateway.dispatch("THREAD_UPDATE", this.threadWire(thread), { channel: thread.id });
    this.#world.changes.tell({ kind: "changed", channel: thread.id });
  }

  /** Threads go with their channel, without events of their own. */
  removeChannel(channel: Channel): void {
    const { guild, channels, changes } = this.#world;
    const { id, kind, parent } = channel;
    const thread = { id, guild_id: guild, parent_id: parent, type: 11 };
    const gone = kind === "thread" ? thread : channelWire(this.#world, channel);
    this.#gateway.dispatch(kind === "thread" ? "THREAD_DELETE" : "CHANNEL_DELETE", gone, { channel: id });
    for (const other of channels.values()) if (other.parent === id) this.#world.removeChannel(other.id);
    this.#world.removeChannel(id);
    changes.tell({ kind: "gone", channel: id });
  }

  threadWire(thread: Channel): object {
    return this.#world.judge.payload("thread", ThreadResponseSchema, channelWire(this.#world, thread));
  }

  #tell(event: string, message: Message): void {
    const { judge } = this.#world;
    const payload = judge.payload(event, MessageResponseSchema, messageEvent(this.#world, message));
    this.#gateway.dispatch(event, payload, { channel: message.channel, message });
  }

  #guildOf(channel: string): object {
    return this.#world.channel(channel).kind === "dm" ? {} : { guild_id: this.#world.guild };
  }
}

/** Discord numbers the components of a message. */
export function numbered(components: readonly Component[]): readonly Component[] {
  let last = 0;
  const number = (component: Component): Component => {
    const id = ++last;
    const inner = component["components"];
    return { ...component, id, ...(Array.isArray(inner) ? { components: inner.map(number) } : {}) };
  };
  return components.map(number);
}
