import { z } from "zod";
import { readKept } from "../chat/read-kept.ts";
import type { Address } from "./address.ts";

const messages = z.object({
  kind: z.literal("messages"),
  /** Where the answer goes, or the channel of the message that a thread is opened from. */
  channel: z.string(),
  /** The message that the thread is opened from, whose number it gets, and the thread's name. */
  opens: z.object({ message: z.string(), name: z.string() }).exactOptional(),
  /** Why no thread could be opened, so that the answer stands in the channel: Discord's number for it. */
  apart: z.number().exactOptional(),
  /** How many of the answer's messages were taken away: what stands in their place goes by other nonces. */
  removed: z.number().exactOptional(),
});
const command = z.object({
  kind: z.literal("command"),
  channel: z.string(),
  id: z.string(),
  /** Good for 15 minutes from `since`. */
  token: z.string(),
  since: z.number(),
  /** Whether only the person sees the answer. */
  hidden: z.boolean(),
});
const place = z.discriminatedUnion("kind", [messages, command]);

/** Where an answer goes. */
export type Place = z.infer<typeof place>;
export type MessagesPlace = z.infer<typeof messages>;
export type CommandPlace = z.infer<typeof command>;

/**
 * @param address of what is answered: leads back where no place was kept, or where it is damaged
 * @returns undefined for a command without a place: its answer may have been for one person alone
 */
export function readPlace(kept: string | undefined, address: Address): Place | undefined {
  const read = readKept(place, kept);
  if (read !== undefined || address.command) return read;
  const { thread, channel, message } = address;
  return { kind: "messages", channel, ...(thread === message ? { opens: { message, name: "…" } } : {}) };
}
