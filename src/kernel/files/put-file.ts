import { randomUUID } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import type { FileSource, FolderLimits, StoredFile } from "../session.ts";
import { codeOf, type Directory, isPart } from "./directory.ts";
import { folderFailure, writeFailure } from "./folder-failure.ts";
import { handOver } from "./hand-over.ts";
import { freeNames, keptName, PART_PREFIX } from "./kept-name.ts";
import { piecesOf } from "./pieces-of.ts";
import { walk } from "./walk.ts";

/** Opens the names of what this bot has not finished writing. */
const ownPart = `${PART_PREFIX}${randomUUID()}-`;

/** Writes a file beside its place and moves it there when it is whole. */
export async function putFile(
  folder: Directory,
  source: FileSource,
  limits: FolderLimits,
  signal: AbortSignal,
): Promise<StoredFile> {
  const name = keptName(source.name);
  const room = { name, left: await roomIn(folder, name, limits), fileBytes: limits.fileBytes };
  refuseBeyond(room, source.bytes ?? 0);
  const part = ownPart + randomUUID();
  try {
    return await written(folder, part, source, room, signal);
  } catch (error) {
    await folder.unlink(part).catch(() => undefined); // What went wrong first is what is told.
    throw writeFailure(error, name);
  }
}

/** What a bot that was killed in the middle of a put left behind. */
function isLeftover(path: string): boolean {
  return path.startsWith(PART_PREFIX) && !path.startsWith(ownPart) && isPart(path);
}

interface Room {
  readonly name: string;
  /** Bytes that the folder still takes. */
  readonly left: number;
  readonly fileBytes: number;
}

async function roomIn(folder: Directory, name: string, limits: FolderLimits): Promise<number> {
  let files = 0;
  let bytes = 0;
  for await (const { path = "", stats } of walk(folder)) {
    if (isLeftover(path)) await folder.unlink(path).catch(() => undefined); // It may be a folder, planted there.
    files += 1;
    bytes += stats.blocks * 512;
    if (files >= limits.folderFiles || bytes >= limits.folderBytes) throw folderFailure("folder-full", name);
  }
  return limits.folderBytes - bytes;
}

async function written(
  folder: Directory,
  part: string,
  source: FileSource,
  room: Room,
  signal: AbortSignal,
): Promise<StoredFile> {
  await using file = await folder.create(part);
  const bytes = await fill(file, source, room, signal);
  await handOver(file, folder);
  const { mtimeMs } = await file.stat();
  return { name: await place(folder, part, room.name), bytes, modified: mtimeMs };
}

async function fill(file: FileHandle, source: FileSource, room: Room, signal: AbortSignal): Promise<number> {
  let bytes = 0;
  for await (const piece of piecesOf(source, room.name, signal)) {
    bytes += piece.length;
    refuseBeyond(room, bytes);
    for (let at = 0; at < piece.length; ) at += (await file.write(piece, at)).bytesWritten;
  }
  return bytes;
}

function refuseBeyond({ name, left, fileBytes }: Room, bytes: number): void {
  if (bytes > fileBytes) throw folderFailure("file-too-large", name, { bytes, limit: fileBytes });
  if (bytes > left) throw folderFailure("folder-full", name);
}

/** Takes the first name that is free, and moves the file over the empty one that holds it. */
async function place(folder: Directory, part: string, wanted: string): Promise<string> {
  const names = freeNames(wanted);
  while (true) {
    const name = names.next().value;
    const holder = await folder.create(name).catch(undefinedWhereTaken);
    if (holder === undefined) continue;
    await holder.close();
    await folder.rename(part, folder, name);
    return name;
  }
}

function undefinedWhereTaken(error: unknown): undefined {
  if (codeOf(error) !== "EEXIST" && codeOf(error) !== "ELOOP") throw error;
}
