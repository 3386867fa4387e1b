import { z } from "zod";
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

/** @param address of what is answered: leads back where no place was kept, or where it is damaged */
export function readPlace(kept: string | undefined, address: Address): Place {
  const read = place.safeParse(kept === undefined ? undefined : JSON.parse(kept));
  if (read.success) return read.data;
  const { thread, channel, message } = address;
  const opens = thread === message && !address.command;
  return { kind: "messages", channel, ...(opens ? { opens: { message, name: "…" } } : {}) };
}
