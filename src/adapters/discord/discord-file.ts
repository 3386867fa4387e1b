import type { Message } from "discord.js";
import type { FileSource } from "../../kernel/session.ts";
import { fetchFile } from "../chat/fetch-file.ts";

const limitMs = 60_000;

/** The files that somebody attached. Their addresses are good for a day. */
export function filesOf(attachments: Message["attachments"], closing: AbortSignal): readonly FileSource[] {
  return attachments.map(({ name, size, url }) => ({
    name,
    bytes: size,
    open: () => fetchFile(url, { name, closing, limitMs }),
  }));
}
