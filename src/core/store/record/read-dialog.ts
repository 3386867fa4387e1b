import type { Dialog, RecordedTurn } from "../../dialog.ts";
import type { ThreadId } from "../../ids.ts";
import { Damaged } from "../damaged.ts";
import type { Store } from "../store.ts";
import { headRecord, turnsOf } from "./head-record.ts";
import { asideKey, headKey, turnKey } from "./record-keys.ts";
import { entriesOf, turnRecord } from "./turn-record.ts";

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
 * Reads every turn of a thread and sets aside what it cannot read.
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
    const entries = entriesOf(record);
    if (entries === undefined) {
      await setAside(store, turnKey(thread, number), record, turnRecord([]));
      damaged++;
    } else if (entries.length > 0) turns.push({ number, entries });
  }
  if (head !== undefined && expected === undefined) {
    await setAside(store, headKey(thread), head, headRecord(records.length));
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

/** The first record set aside from a key stays: what stands in for it holds nothing worth keeping. */
async function setAside(store: Store, key: string, record: unknown, standIn: unknown): Promise<void> {
  const raw = record instanceof Damaged ? record.raw : record;
  if (raw !== undefined && (await store.get(asideKey(key))) === undefined) await store.set(asideKey(key), raw);
  await store.set(key, standIn);
}
