import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import type { Attachment } from "discord.js";
import type { FileSource } from "../../kernel/session.ts";

/** A file that somebody attached. Its address is good for a day. */
export function fileOf({ name, size, url }: Pick<Attachment, "name" | "size" | "url">): FileSource {
  return {
    name,
    bytes: size,
    async open() {
      const response = await fetch(url);
      if (!response.ok || response.body === null) throw new Error(`Discord answered ${response.status} for ${name}.`);
      return Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
    },
  };
}
