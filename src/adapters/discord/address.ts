import { type DeliveryId, deliveryId, type ReplyRef, replyRef, type ThreadId, threadId } from "../../core/ids.ts";

/** A message, or the use of a command, and the conversation that it belongs to; all are Discord's numbers. */
export interface Address {
  /** Undefined for direct messages. */
  readonly guild?: string;
  /** The conversation: a thread, the direct messages, or the message or command that one is made for. */
  readonly thread: string;
  /** Where it was written. */
  readonly channel: string;
  readonly message: string;
  /** Whether `message` is the use of a command, which is no message. */
  readonly command: boolean;
}

const direct = "@me";

export function threadOf({
  guild,
  thread,
}: Pick<Address, "thread"> & { readonly guild?: string | undefined }): ThreadId {
  return threadId("discord", guild ?? direct, thread);
}

export function deliveryOf(address: Address): DeliveryId {
  return deliveryId(threadOf(address), nameOf(address));
}

export function replyOf(address: Address): ReplyRef {
  return replyRef(threadOf(address), nameOf(address));
}

export function addressOf(id: DeliveryId | ReplyRef): Address {
  const {
    guild = "",
    thread = "",
    name = "",
  } = /^discord:(?<guild>[^/]+)\/(?<thread>\d+)#(?<name>.+)$/.exec(id)?.groups ?? {};
  return { ...named(thread, name), ...(decodeURIComponent(guild) === direct ? {} : { guild }) };
}

/** What a button keeps of the answer that it is under: at most 80 characters. */
export function writtenAddress(address: Address): string {
  return `${address.thread}:${nameOf(address)}`;
}

/** @param guild where the button was pressed */
export function readAddress(written: string, guild: string | null): Address {
  const [thread = "", name = ""] = written.split(":");
  return { ...named(thread, name), ...(guild === null ? {} : { guild }) };
}

function nameOf({ channel, message, command }: Address): string {
  return `${channel}.${command ? "i" : ""}${message}`;
}

function named(thread: string, name: string): Omit<Address, "guild"> {
  const { channel, command, message } = /^(?<channel>\d+)\.(?<command>i?)(?<message>\d+)$/.exec(name)?.groups ?? {};
  // A name that is not of this adapter's making still tells the conversation.
  if (channel === undefined || message === undefined) return { thread, channel: thread, message: "0", command: false };
  return { thread, channel, message, command: command !== "" };
}
