import type { Stats } from "node:fs";
import { Directory } from "./directory.ts";

/** Something in a folder or below it. */
export interface Found {
  /** Its path below the folder; undefined where that is not UTF-8, so that nobody can name it. */
  readonly path: string | undefined;
  readonly stats: Stats;
}

/** Folders deeper than this are found, but not looked into: each one on the way holds a descriptor. */
const DEPTH_LIMIT = 64;
const LOOKED_AT_ONCE = 128;

/** Everything below a folder, in no order, without following a link; what goes away meanwhile is passed over. */
export async function* walk(folder: Directory, above: string | undefined = "", depth = 1): AsyncGenerator<Found> {
  for await (const names of batches(folder.names())) {
    const looked = await Promise.all(names.map((name) => folder.lstat(name).catch(() => undefined)));
    for (const [index, stats] of looked.entries()) {
      const name = names[index];
      if (name === undefined || stats === undefined) continue;
      const path = joined(above, decoded(name));
      yield { path, stats };
      if (stats.isDirectory() && depth < DEPTH_LIMIT) yield* below(folder, name, path, depth);
    }
  }
}

async function* below(folder: Directory, name: Buffer, path: string | undefined, depth: number): AsyncGenerator<Found> {
  const inner = await folder.enter(name).catch(() => undefined);
  if (inner === undefined) return;
  try {
    yield* walk(inner, path === undefined ? undefined : `${path}/`, depth + 1);
  } catch (error) {
    if (!isClosedToUs(error)) throw error;
  } finally {
    await inner[Symbol.asyncDispose]();
  }
}

function isClosedToUs(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "EACCES" || error.code === "ENOENT");
}

async function* batches(names: AsyncIterable<Buffer>): AsyncGenerator<readonly Buffer[]> {
  let batch: Buffer[] = [];
  for await (const name of names) {
    batch.push(name);
    if (batch.length < LOOKED_AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

function joined(above: string | undefined, name: string | undefined): string | undefined {
  return above === undefined || name === undefined ? undefined : above + name;
}

function decoded(name: Buffer): string | undefined {
  const text = name.toString();
  return Buffer.from(text).equals(name) ? text : undefined;
}
