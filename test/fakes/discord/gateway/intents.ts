import type { Message } from "../entities.ts";
import { mentionedUsers } from "../mentions.ts";
import type { World } from "../world.ts";

export const intents = {
  guilds: 1 << 0,
  guildMessages: 1 << 9,
  directMessages: 1 << 12,
  messageContent: 1 << 15,
} as const;

/** The intents that an application must be given in the developer portal: presences, members, message content. */
export const privileged = (1 << 8) | (1 << 1) | intents.messageContent;

/** The intent without which an event is not sent; 0 where none is needed. */
export function neededIntent(event: string, direct: boolean): number {
  if (event.startsWith("MESSAGE_")) return direct ? intents.directMessages : intents.guildMessages;
  return /^(?:THREAD|CHANNEL|GUILD)_/.test(event) ? intents.guilds : 0;
}

/** Whether the bot is told what a message says: a mention, a direct message, its own, or the privileged intent. */
export function readable(world: World, message: Message, asked: number): boolean {
  if (asked & intents.messageContent || message.author.id === world.bot.id) return true;
  return world.channel(message.channel).kind === "dm" || mentionedUsers(world, message.content).includes(world.bot.id);
}

export const blank = { content: "", attachments: [], embeds: [], components: [] } as const;
