import { createHash } from "node:crypto";
import type { Stats } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import type { FileSource, FolderLimits } from "../session.ts";
import { Directory, isPart } from "./directory.ts";
import { folderFailure, readFailure } from "./folder-failure.ts";

const PIECE_BYTES = 1 << 20;

/** @param path of the thread's folder */
export async function takeFile(path: string, name: string, limits: FolderLimits): Promise<FileSource> {
  const seen = await withFile(path, name, async (file) => checked(await file.stat(), name, limits));
  return { name, bytes: seen.size, open: async () => pieces(path, name, seen) };
}

/**
 * The bytes of the file that was seen, and of no other; each reading walks the way there anew. The file is read twice,
 * and the last piece is given where both were the same: what is written to a mapped file need not move its clock.
 */
async function* pieces(path: string, name: string, seen: Stats): AsyncGenerator<Uint8Array, void, undefined> {
  await using file = await openFile(path, name);
  if (!isSame(await file.stat(), seen)) throw folderFailure("file-changed", name);
  const [before, now] = [createHash("sha256"), createHash("sha256")];
  for await (const piece of read(file, name, seen.size)) before.update(piece);
  let left = seen.size;
  for await (const piece of read(file, name, seen.size)) {
    now.update(piece);
    left -= piece.length;
    const stays = left > 0 || (isSame(await file.stat(), seen) && now.digest().equals(before.digest()));
    if (!stays) throw folderFailure("file-changed", name);
    yield piece;
  }
}

/** The first `size` bytes. */
async function* read(file: FileHandle, name: string, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < size; ) {
    const buffer = Buffer.allocUnsafe(Math.min(PIECE_BYTES, size - at));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) throw folderFailure("file-changed", name);
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function withFile<Value>(path: string, name: string, use: (file: FileHandle) => Promise<Value>): Promise<Value> {
  await using file = await openFile(path, name);
  return await use(file);
}

/** Goes from folder to folder by their descriptors; a link on the way, or in its place, ends it. */
async function openFile(path: string, name: string): Promise<FileHandle> {
  const parts = name.split("/");
  const last = parts.pop() ?? "";
  if (![...parts, last].every(isPart)) throw folderFailure("file-refused", name);
  try {
    await using way = new AsyncDisposableStack();
    let folder = way.use(await Directory.open(path));
    for (const part of parts) folder = way.use(await folder.enter(part));
    return await folder.read(last);
  } catch (error) {
    throw readFailure(error, name);
  }
}

/** Only a plain file with one name: a second name may be one that was made to give away somebody else's file. */
function checked(stats: Stats, name: string, { fileBytes }: FolderLimits): Stats {
  if (!stats.isFile() || stats.nlink !== 1) throw folderFailure("file-refused", name);
  if (stats.size > fileBytes) throw folderFailure("file-too-large", name, { bytes: stats.size, limit: fileBytes });
  return stats;
}

/** `ctime` is the kernel's own clock, which no program can set back. */
function isSame(now: Stats, seen: Stats): boolean {
  return now.ino === seen.ino && now.dev === seen.dev && now.size === seen.size && now.ctimeMs === seen.ctimeMs;
}
