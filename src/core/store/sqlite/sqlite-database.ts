import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { saysDamaged, sqliteFailure } from "./sqlite-failure.ts";

/** A store's file that could not be read as a database; a fresh one took its place. */
export interface SetAside {
  readonly file: string;
  readonly movedTo: string;
  readonly why: string;
}

/** How long a statement waits, with the event loop held, for another process to finish writing. */
const busyTimeoutMs = 2_000;
const writeAheadLogBytes = 64 * 2 ** 20;

/**
 * Opens the database, making its folder and table where they are missing. A damaged file is moved away and reported.
 * @throws {Failure} `store-gone`, `disk-full`
 */
export function openDatabase(file: string, report: (setAside: SetAside) => void, now: () => number): DatabaseSync {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    try {
      return prepared(file, now());
    } catch (error) {
      if (!saysDamaged(error)) throw error;
      report({ file, movedTo: setAside(file, now), why: error instanceof Error ? error.message : String(error) });
      return prepared(file, now());
    }
  } catch (error) {
    throw sqliteFailure(error, file);
  }
}

function prepared(file: string, nowMs: number): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs });
  try {
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA journal_size_limit = ${writeAheadLogBytes};
      CREATE TABLE IF NOT EXISTS store (key TEXT PRIMARY KEY, value TEXT NOT NULL, expires INTEGER);
      CREATE INDEX IF NOT EXISTS store_expires ON store (expires) WHERE expires IS NOT NULL;
    `);
    database.prepare("DELETE FROM store WHERE expires <= ?").run(nowMs);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function setAside(file: string, now: () => number): string {
  const stamp = new Date(now()).toISOString().replaceAll(":", "-");
  let movedTo = `${file}.damaged-${stamp}`;
  for (let again = 2; existsSync(movedTo); again++) movedTo = `${file}.damaged-${stamp}-${again}`;
  renameSync(file, movedTo);
  // SQLite takes a log that is left behind for the fresh database's own.
  if (existsSync(`${file}-wal`)) renameSync(`${file}-wal`, `${movedTo}-wal`);
  rmSync(`${file}-shm`, { force: true });
  return movedTo;
}
