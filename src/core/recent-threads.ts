import { z } from "zod";
import type { DeliveryId, ThreadId } from "./ids.ts";
import type { Store } from "./store/store.ts";

const kept = z.object({
  version: z.literal(1),
  threads: z.array(
    z.object({
      thread: z.custom<ThreadId>((value) => typeof value === "string"),
      first: z.custom<DeliveryId>((value) => typeof value === "string"),
      at: z.number(),
    }),
  ),
});
const MOST = 200;
/** A thread that is remembered as in use is written anew after this time only. */
const COARSE_MS = 300_000;

/** A thread in which the bot was spoken to lately. */
export interface RecentThread {
  readonly thread: ThreadId;
  /** The first message there that the bot took: all that came later is meant for it. */
  readonly first: DeliveryId;
  /** When it was spoken to last, to a few minutes, in milliseconds since 1970. */
  readonly at: number;
}

/** Where one account of the bot was spoken to lately, kept so that a bot that starts knows where to look for what it missed. */
export class RecentThreads {
  readonly #store: Store;
  readonly #key: string;
  #threads: Promise<Map<ThreadId, RecentThread>> | undefined;
  #known: ReadonlyMap<ThreadId, RecentThread> = new Map();
  #written: Promise<void> = Promise.resolve();

  /** @param account the bot's own on a platform: each has a list of its own, since each may have a process of its own */
  constructor(store: Store, account: string) {
    this.#store = store;
    this.#key = `recent-threads/${account}`;
  }

  /**
   * Resolves when the store has it.
   * @throws {Failure} `store-gone`, `disk-full`
   */
  async add(heard: Omit<RecentThread, "first"> & { readonly message: DeliveryId }): Promise<void> {
    const { thread, message, at } = heard;
    const threads = await this.#open();
    const known = threads.get(thread);
    if (known !== undefined && at - known.at < COARSE_MS) return;
    threads.delete(thread);
    threads.set(thread, { thread, first: known?.first ?? message, at });
    for (const [oldest] of threads) if (threads.size > MOST) threads.delete(oldest);
    await this.#write(threads).catch((error: unknown) => {
      // The store is given it with the next message.
      threads.set(thread, { thread, first: known?.first ?? message, at: 0 });
      throw error;
    });
  }

  /** Whether a thread is known to be one of them, without a look into the store. */
  has(thread: ThreadId): boolean {
    return this.#known.has(thread);
  }

  /** The newest first. @throws {Failure} `store-gone` */
  async all(): Promise<readonly RecentThread[]> {
    return [...(await this.#open()).values()].toReversed();
  }

  #open(): Promise<Map<ThreadId, RecentThread>> {
    this.#threads ??= this.#load().catch((error: unknown) => {
      this.#threads = undefined;
      throw error;
    });
    return this.#threads;
  }

  async #load(): Promise<Map<ThreadId, RecentThread>> {
    const read = kept.safeParse(await this.#store.get(this.#key)).data?.threads ?? [];
    const threads = new Map(read.map((recent) => [recent.thread, recent]));
    this.#known = threads;
    return threads;
  }

  // Writes follow each other, so that the store ends with the newest list.
  #write(threads: ReadonlyMap<ThreadId, RecentThread>): Promise<void> {
    const write = () =>
      this.#store.set(this.#key, { version: 1, threads: [...threads.values()] } satisfies z.infer<typeof kept>);
    const written = this.#written.then(write);
    this.#written = written.catch(() => undefined);
    return written;
  }
}
