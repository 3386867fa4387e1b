import type { Message } from "discord.js";
import type { Incoming, Notice, Reply } from "../../core/adapter.ts";
import { words } from "../../core/words/words.ts";
import { readEdit, readMessage } from "../read-message.ts";
import { type Address, deliveryOf, threadOf } from "./address.ts";
import { filesOf } from "./discord-file.ts";
import { idOf, knownOf, personOf } from "./people.ts";
import type { Place } from "./place.ts";
import type { Replies } from "./replies.ts";
import { threadName } from "./thread-name.ts";
import { isByPerson, mentionsBot, writtenText } from "./written.ts";

/**
 * A message as the bot takes it: in a thread and in direct messages every one, in a channel only what names the bot, and
 * that opens a thread.
 */
export function hearMessage(
  message: Message,
  replies: Replies,
): { readonly incoming: Incoming; readonly reply: Reply } | undefined {
  if (!isByPerson(message)) return undefined;
  const { channel, guild, author, member, attachments, createdTimestamp: at } = message;
  const addressed = channel.isDMBased() || mentionsBot(message);
  if (!addressed && !channel.isThread()) return undefined;
  const address = addressOfMessage(message);
  const person = personOf(author, knownOf(member, guild?.preferredLocale));
  const read = readMessage(writtenText(message), "!", filesOf(attachments, replies.closing));
  const incoming = { id: deliveryOf(address), thread: threadOf(address), person, at, addressed, ...read };
  const ownCode = read.kind === "commanded" && read.name === "run";
  const { untitled } = words(person.language).discord;
  const name = threadName(read.text, read.kind === "commanded" ? `!${read.name}` : untitled);
  return { incoming, reply: replies.open(address, placeOf(address, name), person.language, ownCode) };
}

/** The message was written anew; embeds and pins are no new text. */
export function hearEdit(before: Message | undefined, message: Message): Notice | undefined {
  if (!isByPerson(message) || message.editedTimestamp === null) return undefined;
  if (before !== undefined && before.content === message.content) return undefined;
  const edited = readEdit(writtenText(message), "!");
  return { kind: "edited", of: deliveryOf(addressOfMessage(message)), by: idOf(message.author.id), ...edited };
}

/** @param author undefined where Discord does not tell */
export function hearDelete(message: Pick<Message, "id" | "channel" | "guildId">, author: string | undefined): Notice {
  return { kind: "deleted", of: deliveryOf(addressOfMessage(message)), by: idOf(author ?? "somebody") };
}

function addressOfMessage({ id, channel, guildId }: Pick<Message, "id" | "channel" | "guildId">): Address {
  const thread = channel.isThread() || channel.isDMBased() ? channel.id : id;
  return { thread, channel: channel.id, message: id, command: false, ...(guildId === null ? {} : { guild: guildId }) };
}

function placeOf({ channel, thread, message }: Address, name: string): Place {
  return { kind: "messages", channel, ...(thread === message ? { opens: { message, name } } : {}) };
}
