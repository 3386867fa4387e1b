import type { Claims } from "../claims.ts";
import type { Row, Rows } from "../row-storage.ts";
import type { RedisLink } from "./redis-link.ts";

const CLAIMS = "threadbook:claims::";
const HOLDS = "threadbook:holds::";

// Redis runs a script as one: nothing comes between its commands.
const writeAll = `
  for i, key in ipairs(KEYS) do
    local expires = ARGV[2 * i]
    if expires == "" then redis.call("SET", key, ARGV[2 * i - 1])
    else redis.call("SET", key, ARGV[2 * i - 1], "PXAT", expires) end
  end`;
const dropAll = `
  local dropped = {}
  for i, key in ipairs(KEYS) do dropped[i] = redis.call("DEL", key) end
  return dropped`;
const hold = `
  local holder = redis.call("GET", KEYS[1])
  if holder and holder ~= ARGV[1] and holder ~= ARGV[3] then return holder end
  redis.call("SET", KEYS[1], ARGV[1], "PX", ARGV[2])
  return ARGV[1]`;
const letGo = `if redis.call("GET", KEYS[1]) == ARGV[1] then redis.call("DEL", KEYS[1]) end`;

/** Rows as strings of Redis, claims by SET NX; Redis keeps the time. */
export class RedisRows implements Rows, Claims {
  readonly #link: RedisLink;

  constructor(link: RedisLink) {
    this.#link = link;
  }

  async read(keys: readonly string[]): Promise<readonly (string | undefined)[]> {
    const values = list(await this.#link.send("MGET", ...keys));
    return values.map((value) => (typeof value === "string" ? value : undefined));
  }

  async write(rows: readonly Row[]): Promise<void> {
    const values = rows.flatMap(({ text, expires }) => [text, expires === undefined ? "" : String(Math.ceil(expires))]);
    await this.#run(
      writeAll,
      rows.map(({ key }) => key),
      values,
    );
  }

  async drop(keys: readonly string[]): Promise<readonly boolean[]> {
    return list(await this.#run(dropAll, keys, [])).map((dropped) => dropped === 1);
  }

  async *keys(prefix: string): AsyncGenerator<string, void> {
    const pattern = `${prefix.replace(/[\\*?[\]]/g, "\\$&")}*`;
    // A walk may meet a key twice.
    const seen = new Set<unknown>();
    let cursor = "0";
    do {
      const [next, keys] = list(await this.#link.send("SCAN", cursor, "MATCH", pattern, "COUNT", "1000"));
      for (const key of list(keys)) {
        if (!seen.has(key)) yield String(key);
        seen.add(key);
      }
      cursor = String(next);
    } while (cursor !== "0");
  }

  async close(): Promise<void> {
    this.#link.close();
  }

  async claim(key: string, ttlMs: number): Promise<boolean> {
    return (await this.#link.send("SET", CLAIMS + key, "", "NX", "PX", milliseconds(ttlMs))) === "OK";
  }

  async release(key: string): Promise<void> {
    await this.#link.send("DEL", CLAIMS + key);
  }

  async hold(key: string, owner: string, ttlMs: number, instead = owner): Promise<string> {
    return String(await this.#run(hold, [HOLDS + key], [owner, milliseconds(ttlMs), instead]));
  }

  async letGo(key: string, owner: string): Promise<void> {
    await this.#run(letGo, [HOLDS + key], [owner]);
  }

  #run(script: string, keys: readonly string[], values: readonly string[]): Promise<unknown> {
    return this.#link.send("EVAL", script, String(keys.length), ...keys, ...values);
  }
}

/** Redis takes whole milliseconds alone. */
function milliseconds(ms: number): string {
  return String(Math.ceil(ms));
}

function list(reply: unknown): readonly unknown[] {
  if (!Array.isArray(reply)) throw new Error(`Expected a list from Redis, got ${typeof reply}.`);
  return reply;
}
