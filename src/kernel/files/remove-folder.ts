import { randomUUID } from "node:crypto";
import { basename, dirname } from "node:path";
import { codeOf, Directory, type Name } from "./directory.ts";

/**
 * Removes a folder and all in it, and nothing that a link in it leads to. Folders deeper down are first moved to the
 * top, so that no depth costs more than two descriptors.
 * @param path whose parents belong to the bot alone
 */
export async function removeFolder(path: string): Promise<void> {
  const top = await Directory.openIfThere(path);
  if (top === undefined) return;
  try {
    await using around = await Directory.open(dirname(path));
    do await empty(top);
    while (!(await isRemoved(around, basename(path))));
  } finally {
    await top[Symbol.asyncDispose]();
  }
}

/** @returns false where a program that still runs made something new in it */
async function isRemoved(around: Directory, name: string): Promise<boolean> {
  try {
    await around.rmdir(name);
    return true;
  } catch (error) {
    if (codeOf(error) === "ENOTEMPTY") return false;
    throw error;
  }
}

async function empty(top: Directory): Promise<void> {
  await top.unlock();
  for (let names = await namesIn(top); names.length > 0; names = await namesIn(top)) {
    for (const name of names) {
      if (await unlinked(top, name)) continue;
      await flatten(top, name);
      await top.rmdir(name);
    }
  }
}

/** Takes everything out of a folder of the top one: its folders go to the top, the rest goes. */
async function flatten(top: Directory, name: Name): Promise<void> {
  await using folder = await top.enter(name);
  await folder.unlock();
  for (const inner of await namesIn(folder)) {
    if (!(await unlinked(folder, inner))) await folder.rename(inner, top, randomUUID());
  }
}

async function namesIn(folder: Directory): Promise<readonly Buffer[]> {
  return await Array.fromAsync(folder.names());
}

/** @returns false where it is a folder (EISDIR; EPERM by POSIX) */
async function unlinked(folder: Directory, name: Name): Promise<boolean> {
  try {
    await folder.unlink(name);
    return true;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return true;
    if (codeOf(error) === "EISDIR" || codeOf(error) === "EPERM") return false;
    throw error;
  }
}
