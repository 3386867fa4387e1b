import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type BlobHash, blobHash } from "../ids.ts";
import type { Blobs } from "./blobs.ts";
import { fileFailure } from "./file-failure.ts";

/** Blobs as files under a folder: `ab/abcd…`, named by their hash. */
export class FolderBlobs implements Blobs {
  readonly #folder: string;

  /** @param folder made with the first blob */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @throws {Failure} `disk-full`, `store-gone` */
  async put(bytes: Uint8Array): Promise<BlobHash> {
    const hash = blobHash(bytes);
    if ((await this.get(hash)) === undefined) await this.#write(this.#path(hash), bytes);
    return hash;
  }

  /** @throws {Failure} `store-gone` */
  async get(hash: BlobHash): Promise<Uint8Array | undefined> {
    const path = this.#path(hash);
    try {
      const bytes = await readFile(path);
      return blobHash(bytes) === hash ? bytes : undefined;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
      throw fileFailure(error, path);
    }
  }

  async #write(path: string, bytes: Uint8Array): Promise<void> {
    const unfinished = `${path}.${randomUUID()}.part`;
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeFile(unfinished, bytes);
      await rename(unfinished, path);
    } catch (error) {
      // What went wrong first is what is told.
      await rm(unfinished, { force: true }).catch(() => {});
      throw fileFailure(error, path);
    }
  }

  #path(hash: BlobHash): string {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new Error(`Expected a SHA-256 in hex, got '${hash.slice(0, 80)}'.`);
    return join(this.#folder, hash.slice(0, 2), hash);
  }
}
