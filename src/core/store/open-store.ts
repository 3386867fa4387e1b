import { resolve } from "node:path";
import { KeyvStore } from "./keyv-store.ts";
import { openDatabase, type SetAside } from "./sqlite/sqlite-database.ts";
import { SqliteStorage } from "./sqlite/sqlite-storage.ts";
import type { Store } from "./store.ts";

/**
 * Opens the store at `sqlite:PATH`, or at a plain path; relative paths mean the working folder, `:memory:` means
 * a store that ends with the process.
 * @param report hears of a damaged file that was moved away for a fresh one
 * @throws {Failure} `store-gone`, `disk-full`
 */
export async function openStore(
  location: string,
  report: (setAside: SetAside) => void,
  now: () => number = Date.now,
): Promise<Store> {
  const path = sqlitePath(location);
  const file = path === ":memory:" ? path : resolve(path);
  const storage = new SqliteStorage(openDatabase(file, report, now), file, now);
  return new KeyvStore(storage, storage);
}

function sqlitePath(location: string): string {
  // One letter and a colon is a drive of Windows.
  const [, scheme, rest = ""] = /^([a-z][a-z0-9+.-]+):(.*)$/is.exec(location) ?? [];
  if (scheme !== undefined && scheme.toLowerCase() !== "sqlite") {
    throw new Error(`Expected a store's address to begin with 'sqlite:', got '${scheme}:'.`);
  }
  const path = scheme === undefined ? location : rest.replace(/^\/\//, "");
  if (path === "") throw new Error("Expected 'sqlite:' and the path of a file, got no path.");
  return path;
}
