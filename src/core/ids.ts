import { createHash } from "node:crypto";

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** One conversation on one platform, such as `slack:T1/C2/171.5`. Opaque outside of its adapter. */
export type ThreadId = Branded<"ThreadId">;
export type PersonId = Branded<"PersonId">;
/** One message as a platform delivered it; a redelivery has the same one. */
export type DeliveryId = Branded<"DeliveryId">;
/** One answer of the bot, by which its adapter finds what it posted. */
export type ReplyRef = Branded<"ReplyRef">;
/** A cell within its turn, such as `cell2`. */
export type CellId = Branded<"CellId">;
/** SHA-256 of a figure's or file's bytes, in hex. */
export type BlobHash = Branded<"BlobHash">;

/** The one place that makes thread ids: `platform:part/part`, each part escaped. */
export function threadId(platform: string, ...parts: readonly string[]): ThreadId {
  return `${platform}:${parts.map(encodeURIComponent).join("/")}` as ThreadId;
}

export function personId(platform: string, ...parts: readonly string[]): PersonId {
  return `${platform}:${parts.map(encodeURIComponent).join("/")}` as PersonId;
}

export function deliveryId(thread: ThreadId, message: string): DeliveryId {
  return `${thread}#${message}` as DeliveryId;
}

export function replyRef(thread: ThreadId, message: string): ReplyRef {
  return `${thread}#${message}` as ReplyRef;
}

/** @param call the call's id within its turn, such as `cell2` */
export function cellId(call: string): CellId {
  return call as CellId;
}

export function blobHash(bytes: Uint8Array): BlobHash {
  return createHash("sha256").update(bytes).digest("hex") as BlobHash;
}

/** A thread's working folder: readable, safe as a file name, and never two threads' the same. */
export function folderName(thread: ThreadId): string {
  const readable = thread.replace(/[^A-Za-z0-9]+/g, "-").slice(0, 40);
  return `${readable}-${createHash("sha256").update(thread).digest("hex").slice(0, 12)}`;
}
