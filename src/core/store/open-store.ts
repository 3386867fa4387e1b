import { resolve } from "node:path";
import { KeyvStore } from "./keyv-store.ts";
import { readLocation } from "./read-location.ts";
import { RowStorage } from "./row-storage.ts";
import { serverAddress } from "./server-address.ts";
import { openDatabase, type SetAside } from "./sqlite/sqlite-database.ts";
import { SqliteStorage } from "./sqlite/sqlite-storage.ts";
import type { Store } from "./store.ts";

/**
 * Opens the store at `sqlite:PATH`, or at a plain path; relative paths mean the working folder, `:memory:` means
 * a store that ends with the process. A `redis:`, `rediss:`, `postgresql:` or `postgres:` address leads to a server.
 * @param report hears of a damaged file that was moved away for a fresh one
 * @throws {Failure} `store-gone`, `disk-full`
 */
export async function openStore(
  location: string,
  report: (setAside: SetAside) => void,
  now: () => number = Date.now,
): Promise<Store> {
  const { scheme, path } = readLocation(location);
  switch (scheme) {
    case "sqlite":
      return openSqlite(path, report, now);
    case "redis":
    case "rediss":
      return openRedis(location);
    case "postgres":
    case "postgresql":
      return openPostgres(location);
    default:
      throw new Error(
        `Expected a store's address to begin with 'sqlite:', 'redis:', 'rediss:' or 'postgresql:', got '${scheme}:'.`,
      );
  }
}

function openSqlite(path: string, report: (setAside: SetAside) => void, now: () => number): Store {
  if (path === "") throw new Error("Expected 'sqlite:' and the path of a file, got no path.");
  const file = path === ":memory:" ? path : resolve(path);
  const storage = new SqliteStorage(openDatabase(file, report, now), file, now);
  return new KeyvStore(storage, storage);
}

// keyv's own adapters for servers ask for keyv 5 (for 6 there are pre-releases alone), and have neither an atomic claim
// nor a bound on a call: so servers, like SQLite, are storages of our own, over the clients that their makers keep.
// They load with their first use: Redis's takes longer than all of SQLite, for which most bots would wait in vain.
async function openRedis(url: string): Promise<Store> {
  const { RedisLink } = await import("./redis/redis-link.ts");
  const { RedisRows } = await import("./redis/redis-rows.ts");
  const link = new RedisLink(serverAddress(url));
  const rows = new RedisRows(link);
  await link.send("PING");
  return new KeyvStore(new RowStorage(rows), rows);
}

async function openPostgres(url: string): Promise<Store> {
  const { PostgresLink } = await import("./postgres/postgres-link.ts");
  const { PostgresRows } = await import("./postgres/postgres-rows.ts");
  const link = new PostgresLink(serverAddress(url));
  const rows = new PostgresRows(link);
  try {
    await rows.prepare();
  } catch (error) {
    await link.close();
    throw error;
  }
  return new KeyvStore(new RowStorage(rows), rows);
}
