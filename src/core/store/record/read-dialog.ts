import type { Dialog, RecordedTurn } from "../../dialog.ts";
import type { ThreadId } from "../../ids.ts";
import { Damaged } from "../damaged.ts";
import type { Store } from "../store.ts";
import { headRecord, turnsOf } from "./head-record.ts";
import { asideKey, headKey, olderKey, turnKey } from "./record-keys.ts";
import { readTurn, turnRecord } from "./turn-record.ts";

/** Records asked for at once. */
const batch = 64;

/** A thread's dialog as the store has it. */
export interface ReadDialog {
  readonly dialog: Dialog;
  /** The number of the last turn kept. */
  readonly kept: number;
  /** Turns that could not be read now; the next reading passes over them in silence. */
  readonly damaged: number;
}

/**
 * Reads every turn of a thread, sets aside what it cannot read, and rewrites what an older bot kept, with a copy.
 * @throws {Failure} `store-gone`, `disk-full`
 */
export async function readDialog(store: Store, thread: ThreadId): Promise<ReadDialog> {
  const head = await store.get(headKey(thread));
  const expected = turnsOf(head);
  const records = await readTurns(store, thread, expected ?? (head === undefined ? 0 : batch));
  const turns: RecordedTurn[] = [];
  let damaged = 0;
  for (const [index, record] of records.entries()) {
    const number = index + 1;
    const key = turnKey(thread, number);
    const turn = readTurn(record);
    if (turn === undefined) {
      await setAside(store, asideKey(key), key, record, turnRecord([]));
      damaged++;
      continue;
    }
    const { entries, olderVersion } = turn;
    if (olderVersion !== undefined) {
      await setAside(store, olderKey(key, olderVersion), key, record, turnRecord(entries));
    }
    if (entries.length > 0) turns.push({ number, entries });
  }
  if (head !== undefined && expected === undefined) {
    const key = headKey(thread);
    await setAside(store, asideKey(key), key, head, headRecord(records.length));
  }
  return { dialog: { thread, turns }, kept: records.length, damaged };
}

/**
 * The records of turns 1, 2, …, up to the last one kept; undefined stands for one that is missing between others.
 * A head counts too few turns after a crash, and anything at all when it is damaged: so what is there decides.
 */
async function readTurns(store: Store, thread: ThreadId, expected: number): Promise<readonly unknown[]> {
  const records: unknown[] = [];
  for (let more = true; more; ) {
    const size = records.length === 0 ? Math.min(expected + 1, batch) : batch;
    const first = records.length + 1;
    const read = await Promise.all(
      Array.from({ length: size }, (_, index) => store.get(turnKey(thread, first + index))),
    );
    records.push(...read);
    const ended = read.at(-1) === undefined && records.length > expected;
    more = !ended && read.some((record) => record !== undefined);
  }
  return records.slice(0, records.findLastIndex((record) => record !== undefined) + 1);
}

/** Keeps the copy before the record changes. The first copy stays: what came after it holds nothing more worth keeping. */
async function setAside(store: Store, copy: string, key: string, record: unknown, standIn: unknown): Promise<void> {
  const raw = record instanceof Damaged ? record.raw : record;
  if (raw !== undefined && (await store.get(copy)) === undefined) await store.set(copy, raw);
  await store.set(key, standIn);
}
