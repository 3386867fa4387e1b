import type { BlobHash } from "../ids.ts";

/** Bytes by their hash: figures and files that entries only name. */
export interface Blobs {
  /** Keeps bytes; the same bytes are kept once. */
  put(bytes: Uint8Array): Promise<BlobHash>;
  /** @returns undefined when no such bytes are kept, or when they no longer match their hash */
  get(hash: BlobHash): Promise<Uint8Array | undefined>;
}
