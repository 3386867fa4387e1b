import { Failure } from "../../failure.ts";
import type { Sleep } from "../sleep.ts";
import { fateOf, type Owner, ownerText, readOwner, thisProcess } from "./owner.ts";
import type { Store } from "./store.ts";

/** A lease that nobody renews is free after this. */
const LEASE_MS = 9_000;
const RENEW_MS = 3_000;
const LOOK_MS = 500;

/** The right to be the only bot under a name on a store, kept until it is disposed or lost. */
export class Lease implements AsyncDisposable {
  /** Resolves once somebody else holds the lease, which only an outage or a stand-still of `LEASE_MS` makes possible. */
  readonly lost: Promise<Failure>;
  readonly #store: Store;
  readonly #name: string;
  readonly #owner: string;
  readonly #sleep: Sleep;
  readonly #closing = new AbortController();
  readonly #kept: Promise<void>;

  private constructor(store: Store, name: string, owner: string, sleep: Sleep) {
    const lost = Promise.withResolvers<Failure>();
    this.lost = lost.promise;
    this.#store = store;
    this.#name = name;
    this.#owner = owner;
    this.#sleep = sleep;
    this.#kept = this.#keep(lost.resolve);
  }

  /**
   * Takes the lease: at once from an owner of this machine that is dead, else when it is free. An owner of another
   * machine has as long to renew it as a dead one would hold it.
   * @param name who the bot is, such as `slack/T1/U1`; never a secret
   * @throws {Failure} `already-running`, `store-gone`, `disk-full`
   */
  static async take(store: Store, name: string, sleep: Sleep, owner: Owner = thisProcess()): Promise<Lease> {
    const own = ownerText(owner);
    let holder = await store.hold(keyOf(name), own, LEASE_MS);
    for (let waitedMs = 0; holder !== own; waitedMs += LOOK_MS) {
      const other = readOwner(holder);
      const fate = other === undefined ? "unknown" : fateOf(other);
      if (fate === "alive" || waitedMs > LEASE_MS) throw alreadyRunning(name, other, fate);
      if (fate === "unknown") await sleep(LOOK_MS, new AbortController().signal);
      holder = await store.hold(keyOf(name), own, LEASE_MS, fate === "dead" ? holder : own);
    }
    return new Lease(store, name, own, sleep);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    await this.#kept;
    await this.#reached(() => this.#store.letGo(keyOf(this.#name), this.#owner));
  }

  async #keep(lose: (failure: Failure) => void): Promise<void> {
    while (await this.#rested()) {
      const holder = await this.#reached(() => this.#store.hold(keyOf(this.#name), this.#owner, LEASE_MS));
      if (holder !== undefined && holder !== this.#owner) {
        return lose(alreadyRunning(this.#name, readOwner(holder), "alive"));
      }
    }
  }

  /** @returns false when the lease is being given back */
  async #rested(): Promise<boolean> {
    await this.#sleep(RENEW_MS, this.#closing.signal).catch(() => undefined);
    return !this.#closing.signal.aborted;
  }

  /** A store that cannot be reached now lets nobody else take the lease either: it is asked again, or time frees it. */
  async #reached<T>(call: () => Promise<T>): Promise<T | undefined> {
    try {
      return await call();
    } catch (error) {
      if (error instanceof Failure) return undefined;
      throw error;
    }
  }
}

function keyOf(name: string): string {
  return `lease/${name}`;
}

function alreadyRunning(name: string, other: Owner | undefined, fate: "alive" | "dead" | "unknown"): Failure {
  const where = fate === "alive" && other !== undefined ? `process ${other.pid}` : "a process of another machine";
  const message = `Expected to be the only bot ${name} on this store, got ${where} beside it. End that one, or give this one another token or another STORE_URL.`;
  return new Failure("already-running", message);
}
