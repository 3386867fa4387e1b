import { type KeyvStorageCapability, type KeyvStorageEntry, keyvStorageCapability } from "keyv";
import type { KeyvStorage } from "./keyv-storage.ts";

/** One line of a store on a server. */
export interface Row {
  readonly key: string;
  readonly text: string;
  /** Milliseconds since 1970; undefined stands for ever. */
  readonly expires: number | undefined;
}

/** What a server has to do so that keyv can keep things on it; what has expired is not there. */
export interface Rows {
  read(keys: readonly string[]): Promise<readonly (string | undefined)[]>;
  /** All or none. */
  write(rows: readonly Row[]): Promise<void>;
  /** @returns which of them were there */
  drop(keys: readonly string[]): Promise<readonly boolean[]>;
  /** All keys that begin with the prefix, each once. */
  keys(prefix: string): AsyncIterable<string>;
  close(): Promise<void>;
}

/** A storage of keyv 6 over the rows of any server. */
export class RowStorage implements KeyvStorage {
  namespace: string | undefined;
  readonly #rows: Rows;

  constructor(rows: Rows) {
    this.#rows = rows;
  }

  get capabilities(): KeyvStorageCapability {
    return keyvStorageCapability(this);
  }

  // keyv's interface lets the caller name the type of a value; this storage keeps text and gives text.
  async get(key: string): Promise<string | undefined> {
    return (await this.getMany([key]))[0];
  }

  async getMany(keys: string[]): Promise<(string | undefined)[]> {
    return keys.length === 0 ? [] : [...(await this.#rows.read(keys.map(this.#named)))];
  }

  async set(key: string, value: unknown, expires?: number): Promise<boolean> {
    await this.#rows.write([this.#row(key, value, expires)]);
    return true;
  }

  async setMany<Value>(entries: KeyvStorageEntry<Value>[]): Promise<boolean[]> {
    const rows = entries.map(({ key, value, expires }) => this.#row(key, value, expires));
    if (rows.length > 0) await this.#rows.write(rows);
    return rows.map(() => true);
  }

  async has(key: string): Promise<boolean> {
    return (await this.get(key)) !== undefined;
  }

  async hasMany(keys: string[]): Promise<boolean[]> {
    return (await this.getMany(keys)).map((text) => text !== undefined);
  }

  async delete(key: string): Promise<boolean> {
    return (await this.deleteMany([key]))[0] ?? false;
  }

  async deleteMany(keys: string[]): Promise<boolean[]> {
    return keys.length === 0 ? [] : [...(await this.#rows.drop(keys.map(this.#named)))];
  }

  /** Clears the namespace; without one, everything. */
  async clear(): Promise<void> {
    for await (const key of this.#rows.keys(this.#named(""))) await this.#rows.drop([key]);
  }

  async *iterator<Value>(): AsyncGenerator<(string | Awaited<Value> | undefined)[], void> {
    const prefix = this.#named("");
    for await (const key of this.#rows.keys(prefix)) {
      const [text] = await this.#rows.read([key]);
      if (text !== undefined) yield [key.slice(prefix.length), text];
    }
  }

  disconnect(): Promise<void> {
    return this.#rows.close();
  }

  #row(key: string, value: unknown, expires: number | undefined): Row {
    if (typeof value !== "string") throw new TypeError(`Expected text for the key '${key}', got ${typeof value}.`);
    return { key: this.#named(key), text: value, expires };
  }

  /** No two namespaces begin alike: escaped, they hold no colon. */
  readonly #named = (key: string): string =>
    this.namespace === undefined ? key : `${encodeURIComponent(this.namespace)}::${key}`;
}
