import { z } from "zod";
import type { DeliveryId, ReplyRef, ThreadId } from "./ids.ts";
import type { Store } from "./store/store.ts";
import type { Language } from "./words/sentence.ts";

const key = "unanswered";
const promise = z.object({
  message: z.custom<DeliveryId>((value) => typeof value === "string"),
  thread: z.custom<ThreadId>((value) => typeof value === "string"),
  reply: z.custom<ReplyRef>((value) => typeof value === "string"),
  platform: z.string(),
  language: z.enum(["en", "zh"]),
  quick: z.boolean(),
});
const kept = z.object({ version: z.literal(1), messages: z.array(promise) });

/** A message that was accepted and whose answer has not ended yet. */
export interface Unanswered {
  readonly message: DeliveryId;
  readonly thread: ThreadId;
  readonly reply: ReplyRef;
  readonly platform: string;
  readonly language: Language;
  /** Whether its thread is made for it alone. */
  readonly quick: boolean;
}

/** The messages that are owed an answer, kept so that a bot that was killed can say so at its next start. */
export class UnansweredMessages {
  readonly #store: Store;
  readonly #messages = new Map<DeliveryId, Unanswered>();
  #read: Promise<void> | undefined;
  #written: Promise<void> = Promise.resolve();

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Resolves when the store has it.
   * @returns false when it was there before
   * @throws {Failure} `store-gone`, `disk-full`
   */
  async add(message: Unanswered): Promise<boolean> {
    await this.#open();
    if (this.#messages.has(message.message)) return false;
    this.#messages.set(message.message, message);
    await this.#write().catch((error: unknown) => {
      this.#messages.delete(message.message);
      throw error;
    });
    return true;
  }

  /** @throws {Failure} `store-gone`, `disk-full`: it is asked for again at the next start */
  async remove(message: DeliveryId): Promise<void> {
    await this.#open();
    const known = this.#messages.get(message);
    if (known === undefined) return;
    this.#messages.delete(message);
    await this.#write().catch((error: unknown) => {
      this.#messages.set(message, known);
      throw error;
    });
  }

  /** Those of one platform that an earlier life of the bot left, oldest first. */
  async of(platform: string): Promise<readonly Unanswered[]> {
    await this.#open();
    return [...this.#messages.values()].filter((message) => message.platform === platform);
  }

  #open(): Promise<void> {
    this.#read ??= this.#load().catch((error: unknown) => {
      this.#read = undefined;
      throw error;
    });
    return this.#read;
  }

  async #load(): Promise<void> {
    const read = kept.safeParse(await this.#store.get(key));
    for (const message of read.data?.messages ?? []) this.#messages.set(message.message, message);
  }

  // Writes follow each other, so that the store ends with the newest list.
  #write(): Promise<void> {
    const write = () =>
      this.#store.set(key, { version: 1, messages: [...this.#messages.values()] } satisfies z.infer<typeof kept>);
    const written = this.#written.then(write);
    this.#written = written.catch(() => undefined);
    return written;
  }
}
