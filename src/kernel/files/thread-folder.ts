import { mkdir } from "node:fs/promises";
import { Failure } from "../../failure.ts";
import type { FileSource, FolderLimits, StoredFile } from "../session.ts";
import { codeOf, Directory } from "./directory.ts";
import { listFiles } from "./list-files.ts";
import { putFile } from "./put-file.ts";
import { removeFolder } from "./remove-folder.ts";
import { takeFile } from "./take-file.ts";

const NEVER = new AbortController().signal;

/** A thread's folder on this machine, in which whatever a program planted is only ever looked at, never followed. */
export class ThreadFolder {
  readonly #path: string;
  readonly #limits: FolderLimits;

  /** @param path absolute; its parents belong to the bot alone */
  constructor(path: string, limits: FolderLimits) {
    this.#path = path;
    this.#limits = limits;
  }

  get path(): string {
    return this.#path;
  }

  /** @throws {Failure} `disk-full`, `kernel-not-started` */
  async make(): Promise<void> {
    try {
      await mkdir(this.#path, { recursive: true });
    } catch (cause) {
      const full = codeOf(cause) === "ENOSPC" || codeOf(cause) === "EDQUOT";
      const message = `Expected to make the folder ${this.#path}: ${String(cause)}`;
      throw new Failure(full ? "disk-full" : "kernel-not-started", message, { cause });
    }
  }

  async put(file: FileSource, signal: AbortSignal = NEVER): Promise<StoredFile> {
    await this.make();
    await using folder = await Directory.open(this.#path);
    return await putFile(folder, file, this.#limits, signal);
  }

  take(name: string): Promise<FileSource> {
    return takeFile(this.#path, name, this.#limits);
  }

  async files(): Promise<readonly StoredFile[]> {
    await using folder = await Directory.openIfThere(this.#path);
    return folder === undefined ? [] : await listFiles(folder, this.#limits);
  }

  /** Removes it with all that is in it; what a link in it leads to stays. */
  async remove(): Promise<void> {
    await removeFolder(this.#path);
  }
}
