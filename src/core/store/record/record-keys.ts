import type { ThreadId } from "../../ids.ts";

/** Where a thread's head is kept: how many turns its dialog has. */
export function headKey(thread: ThreadId): string {
  return `dialog/${thread}`;
}

/** @param number counts the thread's turns from 1 */
export function turnKey(thread: ThreadId, number: number): string {
  return `turn/${thread}/${String(number).padStart(6, "0")}`;
}

/** Where a record goes that could not be read. */
export function asideKey(key: string): string {
  return `aside/${key}`;
}

/** Where a record goes as an older version of the bot kept it, once it is rewritten. */
export function olderKey(key: string, version: number): string {
  return `aside/version${version}/${key}`;
}
