import { type ChatInputCommandInteraction, MessageFlags, type ModalSubmitInteraction } from "discord.js";
import type { Incoming, Listener, Person } from "../../core/adapter.ts";
import type { CommandName } from "../../core/commands/command-name.ts";
import { words } from "../../core/words/words.ts";
import { askedPost } from "../chat/markup.ts";
import { type Address, deliveryOf, threadOf } from "./address.ts";
import { codeField, codeModal } from "./commands.ts";
import { discordMarkup } from "./discord-markup.ts";
import { personOf } from "./people.ts";
import type { Place } from "./place.ts";
import type { Replies } from "./replies.ts";
import { threadName } from "./thread-name.ts";
import { withFencesInLines } from "./written.ts";

type Use = ChatInputCommandInteraction | ModalSubmitInteraction;

/** A slash command, acknowledged within Discord's three seconds before anything else is done. */
export async function useCommand(
  use: ChatInputCommandInteraction,
  replies: Replies,
  listener: Listener,
): Promise<void> {
  if (use.commandName === "ask") return ask(use, replies, listener);
  if (use.commandName === "help") return command(use, "help", "", replies, listener);
  const code = use.options.getString(codeField);
  if (code !== null) return command(use, "run", withFencesInLines(code), replies, listener);
  await use.showModal(codeModal(words(personOfUse(use).language)));
}

/** Code that was written in the form. */
export async function sendCode(use: ModalSubmitInteraction, replies: Replies, listener: Listener): Promise<void> {
  await command(use, "run", use.fields.getTextInputValue(codeField), replies, listener);
}

/** In a channel Python is started for this command alone; in a thread it is the thread's own. */
async function command(
  use: Use,
  name: CommandName,
  text: string,
  replies: Replies,
  { deliver }: Listener,
): Promise<void> {
  const hidden = name === "help";
  await use.deferReply(hidden ? { flags: MessageFlags.Ephemeral } : {});
  const { channelId: channel, id, token, createdTimestamp: since } = use;
  if (channel === null) return;
  const quick = hidden || !isConversation(use);
  const address = { ...whereOf(use), thread: quick ? id : channel, channel, message: id, command: true };
  const place: Place = { kind: "command", channel, id, token, since, hidden };
  const person = personOfUse(use);
  const incoming: Incoming = { ...heard(use, address, person), kind: "commanded", name, quick, text, files: [] };
  await deliver(incoming, replies.open(address, place, person.language, false));
}

/** The question is posted for all to see, and its thread opened, as if it had been asked with a mention. */
async function ask(use: ChatInputCommandInteraction, replies: Replies, { deliver }: Listener): Promise<void> {
  const text = use.options.getString("question", true);
  const person = personOfUse(use);
  const speak = words(person.language);
  const content = askedPost(person.name, text, discordMarkup, speak);
  const posted = await use.reply({
    content,
    flags: MessageFlags.SuppressEmbeds,
    allowedMentions: { parse: [] },
    withResponse: true,
  });
  const message = posted.resource?.message?.id;
  const { channelId: channel } = use;
  if (message === undefined) return;
  const inside = isConversation(use);
  const address = { ...whereOf(use), thread: inside ? channel : message, channel, message, command: false };
  const name = threadName(text, speak.discord.untitled);
  const place: Place = { kind: "messages", channel, ...(inside ? {} : { opens: { message, name } }) };
  const incoming: Incoming = { ...heard(use, address, person), kind: "asked", text, files: [] };
  await deliver(incoming, replies.open(address, place, person.language, false));
}

function heard({ createdTimestamp: at }: Use, address: Address, person: Person) {
  return { id: deliveryOf(address), thread: threadOf(address), person, at, addressed: true };
}

function isConversation({ channel }: Use): boolean {
  return channel === null || channel.isDMBased() || channel.isThread();
}

function whereOf({ guildId }: Use): Pick<Address, "guild"> {
  return guildId === null ? {} : { guild: guildId };
}

function personOfUse({ user, member, memberPermissions: rights, locale }: Use): Person {
  const nick = member !== null && "displayName" in member ? member.displayName : member?.nick;
  return personOf(user, { nick, rights, locale });
}
