import type { Channel } from "./entities.ts";
import { refuse } from "./rest/refusal.ts";
import type { World } from "./world.ts";

/** Discord's permission bits, as far as a bot of this kind can need them. */
export const rightBits = {
  AddReactions: 1n << 6n,
  ViewChannel: 1n << 10n,
  SendMessages: 1n << 11n,
  ManageMessages: 1n << 13n,
  EmbedLinks: 1n << 14n,
  AttachFiles: 1n << 15n,
  ReadMessageHistory: 1n << 16n,
  ManageThreads: 1n << 34n,
  CreatePublicThreads: 1n << 35n,
  SendMessagesInThreads: 1n << 38n,
} as const;
export type Right = keyof typeof rightBits;

export const allRights = Object.values(rightBits).reduce((all, bit) => all | bit, 0n);

/** Whether the bot may do this here; in a thread its channel decides. */
export function may(world: World, channel: Channel, right: Right): boolean {
  if (channel.kind === "dm") return true;
  if (!world.letIn) return false;
  const decides = channel.parent === undefined ? channel : world.channel(channel.parent);
  return (world.granted & rightBits[right]) !== 0n && !decides.denied.has(right) && !channel.denied.has(right);
}

/** @throws {Refusal} 50001 where the bot does not see the channel, 50013 for every other right that it lacks */
export function need(world: World, channel: Channel, ...rights: readonly Right[]): void {
  if (!may(world, channel, "ViewChannel")) refuse(403, 50001, "Missing Access");
  if (!rights.every((right) => may(world, channel, right))) refuse(403, 50013, "Missing Permissions");
}

export function speakRight(channel: Channel): Right {
  return channel.kind === "thread" ? "SendMessagesInThreads" : "SendMessages";
}
