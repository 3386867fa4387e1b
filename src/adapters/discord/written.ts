import type { Message, MessageMentions } from "discord.js";
import { fencesInLines } from "../chat/typed-fences.ts";

/** Whether people wrote this message, in words. */
export function isByPerson({ author, webhookId, system }: Message): boolean {
  return !author.bot && webhookId === null && !system;
}

/** Whether the message names the bot, or the role that the server made for it. */
export function mentionsBot(message: Message): boolean {
  const names = namesOf(message);
  return names.some((name) => message.content.includes(name));
}

/** What a person wrote: without the bot's name, and with people's names where Discord has numbers. */
export function writtenText(message: Message): string {
  const names = namesOf(message);
  const plain = names.reduce((text, name) => text.replaceAll(name, ""), message.content);
  return withFencesInLines(withNames(plain, message.mentions).trim());
}

export function withFencesInLines(text: string): string {
  return fencesInLines(text, (word) => /^[a-z0-9_+\-.#]+$/i.test(word));
}

function namesOf({ client, guild }: Message): readonly string[] {
  const { id } = client.user;
  const role = guild?.roles.botRoleFor(id);
  return [`<@${id}>`, `<@!${id}>`, ...(role ? [`<@&${role.id}>`] : [])];
}

function withNames(text: string, { members, users, roles }: MessageMentions): string {
  return text
    .replaceAll(/<@!?(\d+)>/g, (mention, id: string) => {
      const name = members?.get(id)?.displayName ?? users.get(id)?.displayName;
      return name === undefined ? mention : `@${name}`;
    })
    .replaceAll(/<@&(\d+)>/g, (mention, id: string) => `@${roles.get(id)?.name ?? mention}`);
}
