import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type KeyvStorageCapability, type KeyvStorageEntry, keyvStorageCapability } from "keyv";
import type { Claims } from "../claims.ts";
import type { KeyvStorage } from "../keyv-storage.ts";
import { LoopTurns } from "./loop-turns.ts";
import { sqliteFailure } from "./sqlite-failure.ts";

/** Claims between two sweeps of what has expired. */
const claimsPerSweep = 1_000;

/** A storage of keyv 6 over one table of `node:sqlite`. Every statement is its own transaction. */
export class SqliteStorage implements KeyvStorage, Claims {
  namespace: string | undefined;
  readonly #database: DatabaseSync;
  readonly #file: string;
  readonly #now: () => number;
  readonly #statements: Statements;
  readonly #turns = new LoopTurns();
  #claims = 0;

  /** @throws {Failure} `store-gone`, `disk-full` */
  constructor(database: DatabaseSync, file: string, now: () => number) {
    this.#database = database;
    this.#file = file;
    this.#now = now;
    this.#statements = this.#explained(() => prepare(database));
  }

  get capabilities(): KeyvStorageCapability {
    return keyvStorageCapability(this);
  }

  // keyv's interface lets the caller name the type of a value; this storage keeps text and gives text.
  async get(key: string): Promise<string | undefined> {
    return this.#inTurn(() => this.#read(key));
  }

  async getMany(keys: string[]): Promise<(string | undefined)[]> {
    return this.#inTurn(() => keys.map((key) => this.#read(key)));
  }

  async set(key: string, value: unknown, expires?: number): Promise<boolean> {
    return this.#inTurn(() => this.#write(key, value, expires));
  }

  /** All or none. */
  async setMany<Value>(entries: KeyvStorageEntry<Value>[]): Promise<boolean[]> {
    return this.#inTurn(() =>
      this.#together(() => entries.map(({ key, value, expires }) => this.#write(key, value, expires))),
    );
  }

  async has(key: string): Promise<boolean> {
    return this.#inTurn(() => this.#holds(key));
  }

  async hasMany(keys: string[]): Promise<boolean[]> {
    return this.#inTurn(() => keys.map((key) => this.#holds(key)));
  }

  async delete(key: string): Promise<boolean> {
    return this.#inTurn(() => this.#drop(key));
  }

  /** All or none. */
  async deleteMany(keys: string[]): Promise<boolean[]> {
    return this.#inTurn(() => this.#together(() => keys.map((key) => this.#drop(key))));
  }

  /** Clears the namespace; without one, everything. */
  async clear(): Promise<void> {
    await this.#inTurn(() => this.#statements.clear.run(...this.#bounds()));
  }

  async *iterator<Value>(): AsyncGenerator<(string | Awaited<Value> | undefined)[], void> {
    const [from, to] = this.#bounds();
    let row = this.#explained(() => this.#statements.next.get(from, to, this.#now()));
    while (row !== undefined) {
      const key = String(row["key"]);
      yield [key.slice(from.length), String(row["value"])];
      row = this.#explained(() => this.#statements.after.get(key, to, this.#now()));
    }
  }

  async disconnect(): Promise<void> {
    await this.#inTurn(() => {
      if (this.#database.isOpen) this.#database.close();
    });
  }

  async claim(key: string, ttlMs: number): Promise<boolean> {
    const now = this.#now();
    return this.#inTurn(() => {
      this.#sweepNowAndThen(now);
      return this.#statements.claim.run(`claims::${key}`, Math.ceil(now + ttlMs), now).changes === 1;
    });
  }

  async release(key: string): Promise<void> {
    await this.#inTurn(() => this.#statements.drop.run(`claims::${key}`));
  }

  async hold(key: string, owner: string, ttlMs: number, instead = owner): Promise<string> {
    const now = this.#now();
    const { hold, read } = this.#statements;
    return this.#inTurn(() =>
      this.#together(() => {
        this.#sweepNowAndThen(now);
        const taken = hold.run(`holds::${key}`, owner, Math.ceil(now + ttlMs), now, instead).changes === 1;
        return taken ? owner : String(read.get(`holds::${key}`, now)?.["value"]);
      }),
    );
  }

  async letGo(key: string, owner: string): Promise<void> {
    await this.#inTurn(() => this.#statements.letGo.run(`holds::${key}`, owner));
  }

  #sweepNowAndThen(now: number): void {
    if (++this.#claims % claimsPerSweep === 0) this.#statements.sweep.run(now);
  }

  #read(key: string): string | undefined {
    const value = this.#statements.read.get(this.#named(key), this.#now())?.["value"];
    return value === undefined ? undefined : String(value);
  }

  #write(key: string, value: unknown, expires: number | undefined): boolean {
    if (typeof value !== "string") throw new TypeError(`Expected text for the key '${key}', got ${typeof value}.`);
    this.#statements.write.run(this.#named(key), value, expires === undefined ? null : Math.ceil(expires));
    return true;
  }

  #holds(key: string): boolean {
    return this.#statements.holds.get(this.#named(key), this.#now()) !== undefined;
  }

  #drop(key: string): boolean {
    return this.#statements.drop.run(this.#named(key)).changes === 1;
  }

  #named(key: string): string {
    return this.#prefix() + key;
  }

  /** No two namespaces begin alike: escaped, they hold no colon. */
  #prefix(): string {
    return this.namespace === undefined ? "" : `${encodeURIComponent(this.namespace)}::`;
  }

  /** The half-open range of all keys of the namespace; `;` is the character after `:`. */
  #bounds(): readonly [from: string, to: string] {
    const prefix = this.#prefix();
    return prefix === "" ? ["", "\u{10FFFF}"] : [prefix, prefix.replace(/:$/, ";")];
  }

  #together<T>(work: () => T): T {
    return this.#explained(() => {
      this.#database.exec("BEGIN IMMEDIATE");
      try {
        const result = work();
        this.#database.exec("COMMIT");
        return result;
      } catch (error) {
        // SQLite has already rolled back by itself after a full disk.
        if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
        throw error;
      }
    });
  }

  #inTurn<T>(work: () => T): Promise<T> {
    return this.#turns.run(() => this.#explained(work));
  }

  #explained<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw sqliteFailure(error, this.#file);
    }
  }
}

type Statements = Readonly<Record<keyof typeof sql, StatementSync>>;

const alive = "(expires IS NULL OR expires > ?)";
const sql = {
  // Damage can turn text into a blob; as text it shows as a damaged value instead of a missing one.
  read: `SELECT CAST(value AS TEXT) AS value FROM store WHERE key = ? AND ${alive}`,
  holds: `SELECT 1 FROM store WHERE key = ? AND ${alive}`,
  write: `INSERT INTO store (key, value, expires) VALUES (?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires`,
  drop: "DELETE FROM store WHERE key = ?",
  clear: "DELETE FROM store WHERE key >= ? AND key < ?",
  next: `SELECT key, CAST(value AS TEXT) AS value FROM store WHERE key >= ? AND key < ? AND ${alive} ORDER BY key LIMIT 1`,
  after: `SELECT key, CAST(value AS TEXT) AS value FROM store WHERE key > ? AND key < ? AND ${alive} ORDER BY key LIMIT 1`,
  claim: `INSERT INTO store (key, value, expires) VALUES (?, '', ?)
    ON CONFLICT (key) DO UPDATE SET expires = excluded.expires WHERE expires <= ?`,
  hold: `INSERT INTO store (key, value, expires) VALUES (?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires
    WHERE expires <= ? OR value IN (excluded.value, ?)`,
  letGo: "DELETE FROM store WHERE key = ? AND value = ?",
  sweep: "DELETE FROM store WHERE expires <= ?",
};

function prepare(database: DatabaseSync): Statements {
  return {
    read: database.prepare(sql.read),
    holds: database.prepare(sql.holds),
    write: database.prepare(sql.write),
    drop: database.prepare(sql.drop),
    clear: database.prepare(sql.clear),
    next: database.prepare(sql.next),
    after: database.prepare(sql.after),
    claim: database.prepare(sql.claim),
    hold: database.prepare(sql.hold),
    letGo: database.prepare(sql.letGo),
    sweep: database.prepare(sql.sweep),
  };
}
