import { z } from "zod";
import { type DeliveryId, deliveryId, type PersonId, personId, type ThreadId, threadId } from "../../core/ids.ts";
import { readKept } from "../chat/read-kept.ts";

/** Where on Slack an answer goes. */
const place = z.object({
  channel: z.string(),
  /** The thread it stands in; without one it stands in the channel itself. */
  thread: z.string().exactOptional(),
  /** The message that is answered. */
  asked: z.string().exactOptional(),
  /** Who asked. */
  user: z.string().exactOptional(),
  /** What stands above the answer's first message, and which that is once it is posted. */
  head: z.string().exactOptional(),
  first: z.string().exactOptional(),
});
export type Place = z.infer<typeof place>;

export function writePlace(where: Place): string {
  return JSON.stringify(where);
}

export function readPlace(kept: string | undefined): Place | undefined {
  return readKept(place, kept);
}

const platform = "slack";

export function personIn(team: string, user: string): PersonId {
  return personId(platform, team, user);
}

/** A message of a channel is a thread, or in one; a direct conversation is one thread, with threads of its own. */
export function threadOf(team: string, channel: string, ts: string, thread: string | undefined): ThreadId {
  if (thread === undefined && isDirect(channel)) return threadId(platform, team, channel);
  return threadId(platform, team, channel, thread ?? ts);
}

/** A thread of its own for one command that was given in a channel. */
export function commandThread(team: string, channel: string, trigger: string): ThreadId {
  return threadId(platform, team, channel, "command", trigger);
}

export function deliveryOf(thread: ThreadId, ts: string): DeliveryId {
  return deliveryId(thread, ts);
}

/** The channel and the opening message of a thread; no message for a direct conversation and for a command. */
export function whereIs(thread: ThreadId): {
  readonly channel: string;
  readonly ts: string | undefined;
  readonly command: boolean;
} {
  const [, channel = "", ts] = thread
    .slice(platform.length + 1)
    .split("/")
    .map(decodeURIComponent);
  const command = ts === "command";
  return { channel, command, ts: command ? undefined : ts };
}

/** The message's timestamp in the id of a delivery or an answer. */
export function tsOf(id: string): string {
  return id.slice(id.lastIndexOf("#") + 1);
}

export function isDirect(channel: string): boolean {
  return channel.startsWith("D");
}
