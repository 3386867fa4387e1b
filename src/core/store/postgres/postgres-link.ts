import { Pool } from "pg";
import type { ServerAddress } from "../server-address.ts";
import { CALL_LIMIT_MS, inTime } from "../server-failure.ts";
import { isAnswer, postgresFailure } from "./postgres-failure.ts";

const CONNECTIONS = 4;

/** A line of a result. */
export type Found = Readonly<Record<string, unknown>>;

/**
 * Runs statements, each its own transaction, over a few connections. When one breaks or does not answer, all are
 * dropped, and the next statement makes others.
 */
export class PostgresLink {
  readonly #address: ServerAddress;
  #pool: Pool | undefined;
  #closed = false;

  constructor(address: ServerAddress) {
    this.#address = address;
  }

  /** @throws {Failure} `store-gone`, `disk-full` */
  async run(statement: string, values: readonly unknown[]): Promise<readonly Found[]> {
    if (this.#closed) throw new Error("Expected an open store, got one that was closed.");
    const pool = (this.#pool ??= makePool(this.#address.url));
    try {
      return (await inTime(pool.query<Found>(statement, [...values]))).rows;
    } catch (error) {
      if (!isAnswer(error)) this.#drop(pool);
      throw postgresFailure(error, this.#address);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const pool = this.#pool;
    this.#pool = undefined;
    await pool?.end();
  }

  #drop(pool: Pool): void {
    if (this.#pool !== pool) return;
    this.#pool = undefined;
    // What still runs on it ends by its own time limit.
    void pool.end();
  }
}

function makePool(url: string): Pool {
  const pool = new Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CALL_LIMIT_MS,
    query_timeout: CALL_LIMIT_MS,
    // The server lets go of what nobody waits for any more, so that it is not done late.
    statement_timeout: CALL_LIMIT_MS,
    application_name: "threadbook",
    allowExitOnIdle: true,
  });
  // A connection that breaks while nothing runs on it leaves the pool by itself; unheard, its error would end the bot.
  pool.on("error", () => {});
  return pool;
}
