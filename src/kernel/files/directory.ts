import { constants, type Stats } from "node:fs";
import { chmod, type FileHandle, lstat, open, opendir, realpath, rename, rmdir, unlink } from "node:fs/promises";
import { join } from "node:path";

const LINUX = process.platform === "linux";
/** open(2) of Linux: names a place without opening it, so that its own permissions do not matter. */
const O_PATH = LINUX ? 0o10000000 : 0;
/** open(2) of macOS: no part of the path may be a link. */
const O_NOFOLLOW_ANY = process.platform === "darwin" ? 0x2000_0000 : 0;
const STEP = O_PATH | O_NOFOLLOW_ANY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
/** A fifo that nobody writes to would hold up whoever opens it. */
const CAREFUL = O_NOFOLLOW_ANY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY;

/** One part of a path; as bytes where it was listed. */
export type Name = string | Buffer;

/**
 * A folder that is held by its descriptor. Each name is looked up in this very folder, whatever its path leads to by
 * now, and never through a link. Linux does so by `/proc/self/fd`; macOS refuses a path that holds a link.
 */
export class Directory implements AsyncDisposable {
  readonly #handle: FileHandle;
  readonly #path: string;

  private constructor(handle: FileHandle, path: string) {
    this.#handle = handle;
    this.#path = path;
  }

  /** @param path a folder whose parents belong to the bot alone; the folder itself may not be a link */
  static async open(path: string): Promise<Directory> {
    const real = LINUX ? path : join(await realpath(join(path, "..")), path.slice(path.lastIndexOf("/") + 1));
    return Directory.#open(real);
  }

  /** @returns undefined where nothing is there */
  static async openIfThere(path: string): Promise<Directory | undefined> {
    try {
      return await Directory.open(path);
    } catch (error) {
      if (codeOf(error) === "ENOENT") return undefined;
      throw error;
    }
  }

  static async #open(path: string | Buffer): Promise<Directory> {
    const handle = await open(path, STEP);
    return new Directory(handle, LINUX ? `/proc/self/fd/${handle.fd}` : String(path));
  }

  /** A folder in this one. */
  enter(name: Name): Promise<Directory> {
    return Directory.#open(this.#at(name));
  }

  /** Opens what is there as a file, without waiting for anything; its type is still to be looked at. */
  read(name: Name): Promise<FileHandle> {
    return open(this.#at(name), constants.O_RDONLY | CAREFUL);
  }

  /** Makes a file where nothing of that name is. */
  create(name: Name): Promise<FileHandle> {
    return open(this.#at(name), constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | CAREFUL, 0o600);
  }

  /** Its own facts. */
  stat(): Promise<Stats> {
    return this.#handle.stat();
  }

  /** The facts of what has that name; those of a link are its own. */
  lstat(name: Name): Promise<Stats> {
    return lstat(this.#at(name));
  }

  rename(name: Name, into: Directory, newName: Name): Promise<void> {
    return rename(this.#at(name), into.#at(newName));
  }

  unlink(name: Name): Promise<void> {
    return unlink(this.#at(name));
  }

  rmdir(name: Name): Promise<void> {
    return rmdir(this.#at(name));
  }

  /** The names in it, as they come: on Linux any bytes but `/` and zero. */
  async *names(): AsyncGenerator<Buffer, void, undefined> {
    const entries = await opendir(this.#path, { bufferSize: 256, encoding: "latin1" });
    for await (const { name } of entries) yield Buffer.from(name, "latin1");
  }

  /** Lets its owner list it and change what is in it. */
  async unlock(): Promise<void> {
    await chmod(this.#path, 0o700);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }

  #at(name: Name): string | Buffer {
    if (typeof name !== "string") return Buffer.concat([Buffer.from(`${this.#path}/`), name]);
    if (!isPart(name)) throw new Error(`Expected one part of a path, got ${JSON.stringify(name)}.`);
    return `${this.#path}/${name}`;
  }
}

/** The system's word for what went wrong, such as `ENOENT`. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

/** Whether a text names one thing in a folder. */
export function isPart(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !/[/\0]/.test(name);
}
