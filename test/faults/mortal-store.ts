import type { Store } from "../../src/core/store/store.ts";
import { Failure } from "../../src/failure.ts";

/** Whether a call fails before the store has heard it, or after the store has done it. */
export type Outage = "unheard" | "unanswered";

/** A store that goes away when told to, and that gives a bot that was killed no answer ever again. */
export class MortalStore implements Store {
  readonly #store: Store;
  readonly #outages: Outage[] = [];
  #dead = false;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The next calls fail so. */
  fail(...outages: readonly Outage[]): void {
    this.#outages.push(...outages);
  }

  /** Whether a call is still to fail. */
  get failing(): boolean {
    return this.#outages.length > 0;
  }

  calm(): void {
    this.#outages.length = 0;
  }

  /** Whoever calls from now on, or is waiting, is dead. */
  die(): void {
    this.#dead = true;
    void this.#store[Symbol.asyncDispose]();
  }

  get(key: string): Promise<unknown> {
    return this.#through(() => this.#store.get(key));
  }

  set(key: string, value: unknown): Promise<void> {
    return this.#through(() => this.#store.set(key, value));
  }

  delete(key: string): Promise<void> {
    return this.#through(() => this.#store.delete(key));
  }

  claim(key: string, ttlMs: number): Promise<boolean> {
    return this.#through(() => this.#store.claim(key, ttlMs));
  }

  release(key: string): Promise<void> {
    return this.#through(() => this.#store.release(key));
  }

  hold(key: string, owner: string, ttlMs: number, instead?: string): Promise<string> {
    return this.#through(() => this.#store.hold(key, owner, ttlMs, instead));
  }

  letGo(key: string, owner: string): Promise<void> {
    return this.#through(() => this.#store.letGo(key, owner));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#dead) await this.#store[Symbol.asyncDispose]();
  }

  async #through<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#dead) return never();
    const outage = this.#outages.shift();
    if (outage === "unheard") throw gone();
    const value = await work().catch((error: unknown) => {
      if (this.#dead) return never<Value>();
      throw error;
    });
    if (this.#dead) return never();
    if (outage === "unanswered") throw gone();
    return value;
  }
}

function never<Value>(): Promise<Value> {
  return new Promise(() => undefined);
}

function gone(): Failure {
  return new Failure("store-gone", "The store is gone, as the harness wants it.");
}
