import { type BlobHash, blobHash } from "../../src/core/ids.ts";
import type { Blobs } from "../../src/core/store/blobs.ts";

/** Blobs that last as long as the test. */
export class MemoryBlobs implements Blobs {
  readonly kept = new Map<BlobHash, Uint8Array>();

  async put(bytes: Uint8Array): Promise<BlobHash> {
    const hash = blobHash(bytes);
    this.kept.set(hash, bytes);
    return hash;
  }

  async get(hash: BlobHash): Promise<Uint8Array | undefined> {
    return this.kept.get(hash);
  }
}
