import { Keyv, type KeyvSerializationAdapter } from "keyv";
import type { Claims } from "./claims.ts";
import { Damaged } from "./damaged.ts";
import type { KeyvStorage } from "./keyv-storage.ts";
import type { Store } from "./store.ts";

const keyCharacters = 400;

/** A store over any storage of keyv; the storage's own errors must be `Failure`s by the time they get here. */
export class KeyvStore implements Store {
  readonly #keyv: Keyv;
  readonly #claims: Claims;

  constructor(storage: KeyvStorage, claims: Claims) {
    // Without a listener for "error", keyv rejects with a storage's error; with one it answers as if nothing were kept.
    this.#keyv = new Keyv({ store: storage, namespace: "threadbook", serialization: envelopes, checkExpired: false });
    this.#claims = claims;
  }

  async get(key: string): Promise<unknown> {
    checkKey(key);
    return this.#keyv.get<unknown>(key);
  }

  async set(key: string, value: unknown): Promise<void> {
    checkKey(key);
    if (value === undefined || typeof value === "function" || typeof value === "symbol") {
      throw new Error(`Expected a JSON value for the key '${key}', got ${typeof value}.`);
    }
    if (!(await this.#keyv.set(key, value))) throw new Error(`Expected the store to keep '${key}', but it declined.`);
  }

  async delete(key: string): Promise<void> {
    checkKey(key);
    await this.#keyv.delete(key);
  }

  async claim(key: string, ttlMs: number): Promise<boolean> {
    checkKey(key);
    if (!(ttlMs > 0)) throw new Error(`Expected a claim of more than 0 ms on '${key}', got ${ttlMs}.`);
    return this.#claims.claim(key, ttlMs);
  }

  async release(key: string): Promise<void> {
    checkKey(key);
    await this.#claims.release(key);
  }

  async hold(key: string, owner: string, ttlMs: number, instead?: string): Promise<string> {
    checkKey(key);
    if (owner === "") throw new Error(`Expected a name for who holds '${key}', got none.`);
    return this.#claims.hold(key, owner, ttlMs, instead);
  }

  async letGo(key: string, owner: string): Promise<void> {
    checkKey(key);
    await this.#claims.letGo(key, owner);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#keyv.disconnect();
  }
}

const envelopes: KeyvSerializationAdapter = {
  stringify: (envelope) => JSON.stringify(envelope),
  // keyv leaves the type to its caller, which takes the value as unknown.
  parse: <T>(text: string) => opened(text) as T,
};

/** keyv wraps each value as `{"value": …}`. */
function opened(text: string): { readonly value: unknown } {
  try {
    const envelope: unknown = JSON.parse(text);
    if (typeof envelope === "object" && envelope !== null && "value" in envelope) return { value: envelope.value };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return { value: new Damaged(text) };
}

/** PostgreSQL keeps no NUL, no store keeps half a surrogate pair, and keyv passes over empty keys in silence. */
function checkKey(key: string): void {
  if (key.length > 0 && key.length <= keyCharacters && key.isWellFormed() && !key.includes("\0")) return;
  throw new Error(
    `Expected a key of 1 to ${keyCharacters} characters of text, got ${key.length}: ${JSON.stringify(key.slice(0, 80))}.`,
  );
}
