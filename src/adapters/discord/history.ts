import { type Client, RESTJSONErrorCodes as Codes, type Message, MessageType, type TextBasedChannel } from "discord.js";
import type { Earlier } from "../../core/adapter.ts";
import type { Address } from "./address.ts";
import { filesOf } from "./discord-file.ts";
import { hasCode } from "./fault.ts";
import { knownOf, personOf } from "./people.ts";
import { writtenText } from "./written.ts";

const mostAtOnce = 100;

/** What people said in a thread before a message, oldest first; what a thread grew out of comes first. */
export async function earlierIn(
  client: Client,
  address: Address,
  limit: number,
  closing: AbortSignal,
): Promise<readonly Earlier[]> {
  if (limit <= 0 || address.command) return [];
  const channel = await client.channels.fetch(address.channel);
  if (channel === null || !channel.isTextBased()) return [];
  const messages = await before(channel, address, Math.min(limit, mostAtOnce));
  return messages
    .filter(({ author, webhookId }) => !author.bot && webhookId === null)
    .map((message) => earlierOf(message, closing))
    .slice(-limit);
}

async function before(channel: TextBasedChannel, address: Address, limit: number): Promise<readonly Message[]> {
  // A thread that is opened from a message has nothing before it but what that message answers.
  if (address.thread === address.message) return replied(await channel.messages.fetch(address.message));
  const found = await channel.messages.fetch({ before: address.message, limit, cache: false });
  const page = [...found.values()].toReversed();
  if (!channel.isThread()) return page;
  const opening = page.length < limit ? undefined : await openingOf(channel);
  const whole = opening === undefined ? page : [opening, ...page.slice(1)];
  const grown = await Promise.all(whole.map(async (message) => (isHead(message) ? replied(message) : [message])));
  return grown.flat();
}

/** The head of a thread repeats the message that the thread was opened from. */
function isHead({ type }: Message): boolean {
  return type === MessageType.ThreadStarterMessage;
}

async function replied(message: Message): Promise<readonly Message[]> {
  if (message.reference === null) return [];
  return unlessGone(message.fetchReference());
}

/** The first message of a forum post, or the one that the thread was opened from. */
async function openingOf(
  thread: Extract<TextBasedChannel, { fetchStarterMessage: unknown }>,
): Promise<Message | undefined> {
  const [opening] = await unlessGone(thread.fetchStarterMessage());
  return opening;
}

async function unlessGone(message: Promise<Message | null>): Promise<readonly Message[]> {
  try {
    const found = await message;
    return found === null ? [] : [found];
  } catch (error) {
    if (hasCode(error, Codes.UnknownMessage, Codes.UnknownChannel, Codes.MissingAccess)) return [];
    throw error;
  }
}

function earlierOf(message: Message, closing: AbortSignal): Earlier {
  const { author, member, guild, attachments, createdTimestamp: at } = message;
  const person = personOf(author, knownOf(member, guild?.preferredLocale));
  return { person, text: writtenText(message), files: filesOf(attachments, closing), at };
}
