import type { Claims } from "../claims.ts";
import type { Row, Rows } from "../row-storage.ts";
import type { Found, PostgresLink } from "./postgres-link.ts";

const CLAIMS = "threadbook:claims::";
const HOLDS = "threadbook:holds::";
/** Claims between two sweeps of what has expired. */
const CLAIMS_PER_SWEEP = 1_000;

// Bots that start at once may each find the table missing; the lock lets one of them make it.
const makeTable = `DO $$ BEGIN
  PERFORM pg_advisory_xact_lock(741130682);
  CREATE TABLE IF NOT EXISTS threadbook_store
    (key text COLLATE "C" PRIMARY KEY, value text NOT NULL, expires timestamptz);
  CREATE INDEX IF NOT EXISTS threadbook_store_expires ON threadbook_store (expires) WHERE expires IS NOT NULL;
END $$`;
const isAlive = "(expires IS NULL OR expires > clock_timestamp())";
const inMs = (parameter: string) => `clock_timestamp() + ${parameter}::float8 * interval '1 millisecond'`;
const sql = {
  read: `SELECT key, value FROM threadbook_store WHERE key = ANY($1::text[]) AND ${isAlive}`,
  write: `INSERT INTO threadbook_store (key, value, expires)
    SELECT key, value, to_timestamp(expires / 1000)
    FROM unnest($1::text[], $2::text[], $3::float8[]) AS given (key, value, expires)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires`,
  drop: "DELETE FROM threadbook_store WHERE key = ANY($1::text[]) RETURNING key",
  next: `SELECT key FROM threadbook_store
    WHERE key > $1 AND starts_with(key, $2) AND ${isAlive} ORDER BY key LIMIT 1`,
  claim: `INSERT INTO threadbook_store (key, value, expires) VALUES ($1, '', ${inMs("$2")})
    ON CONFLICT (key) DO UPDATE SET expires = excluded.expires
    WHERE threadbook_store.expires <= clock_timestamp() RETURNING key`,
  hold: `INSERT INTO threadbook_store (key, value, expires) VALUES ($1, $2, ${inMs("$3")})
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires
    WHERE threadbook_store.expires <= clock_timestamp() OR threadbook_store.value IN (excluded.value, $4)
    RETURNING value`,
  letGo: "DELETE FROM threadbook_store WHERE key = $1 AND value = $2",
  sweep: "DELETE FROM threadbook_store WHERE expires <= clock_timestamp()",
};

/** Rows of one table, claims by ON CONFLICT; PostgreSQL keeps the time. */
export class PostgresRows implements Rows, Claims {
  readonly #link: PostgresLink;
  #claims = 0;

  constructor(link: PostgresLink) {
    this.#link = link;
  }

  /** Makes the table where it is missing. */
  async prepare(): Promise<void> {
    await this.#link.run(makeTable, []);
    await this.#link.run(sql.sweep, []);
  }

  async read(keys: readonly string[]): Promise<readonly (string | undefined)[]> {
    const rows = await this.#link.run(sql.read, [keys]);
    const values = new Map(rows.map(({ key, value }) => [key, String(value)]));
    return keys.map((key) => values.get(key));
  }

  async write(rows: readonly Row[]): Promise<void> {
    const expires = rows.map((row) => row.expires ?? null);
    await this.#link.run(sql.write, [rows.map(({ key }) => key), rows.map(({ text }) => text), expires]);
  }

  async drop(keys: readonly string[]): Promise<readonly boolean[]> {
    const dropped = new Set((await this.#link.run(sql.drop, [keys])).map(({ key }) => key));
    return keys.map((key) => dropped.has(key));
  }

  async *keys(prefix: string): AsyncGenerator<string, void> {
    let found: Found | undefined = { key: "" };
    while (found !== undefined) {
      [found] = await this.#link.run(sql.next, [found["key"], prefix]);
      if (found !== undefined) yield String(found["key"]);
    }
  }

  close(): Promise<void> {
    return this.#link.close();
  }

  async claim(key: string, ttlMs: number): Promise<boolean> {
    await this.#sweepNowAndThen();
    return (await this.#link.run(sql.claim, [CLAIMS + key, ttlMs])).length === 1;
  }

  async release(key: string): Promise<void> {
    await this.#link.run(sql.drop, [[CLAIMS + key]]);
  }

  async hold(key: string, owner: string, ttlMs: number, instead = owner): Promise<string> {
    await this.#sweepNowAndThen();
    for (;;) {
      const taken = await this.#link.run(sql.hold, [HOLDS + key, owner, ttlMs, instead]);
      // Between the two the holder may have let go: then it is tried again.
      const [holder] = taken.length === 1 ? [owner] : await this.read([HOLDS + key]);
      if (holder !== undefined) return holder;
    }
  }

  async letGo(key: string, owner: string): Promise<void> {
    await this.#link.run(sql.letGo, [HOLDS + key, owner]);
  }

  async #sweepNowAndThen(): Promise<void> {
    if (++this.#claims % CLAIMS_PER_SWEEP === 0) await this.#link.run(sql.sweep, []);
  }
}
