import { createHash } from "node:crypto";
import { z } from "zod";
import type { DeliveryId, ReplyRef, ThreadId } from "./ids.ts";
import type { Store } from "./store/store.ts";
import type { Language } from "./words/sentence.ts";

/** The list is kept in so many parts, so that a long one is not written anew for each message. */
const PARTS = 64;

const promise = z.object({
  message: z.custom<DeliveryId>((value) => typeof value === "string"),
  thread: z.custom<ThreadId>((value) => typeof value === "string"),
  reply: z.custom<ReplyRef>((value) => typeof value === "string"),
  language: z.enum(["en", "zh"]),
  quick: z.boolean(),
  // Older records do not tell.
  ownCode: z.boolean().default(false),
});
const kept = z.object({ version: z.literal(1), messages: z.array(promise) });

/** A message that was accepted and whose answer has not ended yet. */
export interface Unanswered {
  readonly message: DeliveryId;
  readonly thread: ThreadId;
  readonly reply: ReplyRef;
  readonly language: Language;
  /** Whether its thread is made for it alone. */
  readonly quick: boolean;
  /** Whether the message itself shows the code that it runs. */
  readonly ownCode: boolean;
}

/** The messages that one account is owed answers to, kept so that a bot that was killed can say so at its next start. */
export class UnansweredMessages {
  readonly #store: Store;
  readonly #key: string;
  readonly #parts = Array.from({ length: PARTS }, () => new Map<DeliveryId, Unanswered>());
  #read: Promise<void> | undefined;
  #written: Promise<void> = Promise.resolve();

  /** @param account the bot's own on a platform: each has a list of its own, since each may have a process of its own */
  constructor(store: Store, account: string) {
    this.#store = store;
    this.#key = `unanswered/${account}`;
  }

  /**
   * Resolves when the store has it.
   * @returns false when it was there before
   * @throws {Failure} `store-gone`, `disk-full`
   */
  async add(message: Unanswered): Promise<boolean> {
    await this.#open();
    const part = this.#partOf(message.message);
    if (part.has(message.message)) return false;
    part.set(message.message, message);
    await this.#write(part).catch((error: unknown) => {
      part.delete(message.message);
      throw error;
    });
    return true;
  }

  /** @throws {Failure} `store-gone`, `disk-full`: it is asked for again at the next start */
  async remove(message: DeliveryId): Promise<void> {
    await this.#open();
    const part = this.#partOf(message);
    const known = part.get(message);
    if (known === undefined) return;
    part.delete(message);
    await this.#write(part).catch((error: unknown) => {
      part.set(message, known);
      throw error;
    });
  }

  /** Those that an earlier life of the bot left, oldest first. */
  async all(): Promise<readonly Unanswered[]> {
    await this.#open();
    return this.#parts.flatMap((part) => [...part.values()]);
  }

  #open(): Promise<void> {
    this.#read ??= this.#load().catch((error: unknown) => {
      this.#read = undefined;
      throw error;
    });
    return this.#read;
  }

  async #load(): Promise<void> {
    const parts = await Promise.all(this.#parts.map((part) => this.#store.get(this.#keyOf(part))));
    for (const message of parts.flatMap((read) => kept.safeParse(read).data?.messages ?? [])) {
      this.#partOf(message.message).set(message.message, message);
    }
  }

  // Writes follow each other, so that the store ends with the newest list.
  #write(part: Part): Promise<void> {
    const write = () => {
      const list = { version: 1, messages: [...part.values()] } satisfies z.infer<typeof kept>;
      return this.#store.set(this.#keyOf(part), list);
    };
    const written = this.#written.then(write);
    this.#written = written.catch(() => undefined);
    return written;
  }

  #keyOf(part: Part): string {
    return `${this.#key}/${this.#parts.indexOf(part)}`;
  }

  #partOf(message: DeliveryId): Part {
    const at = createHash("sha256").update(message).digest().readUInt8() % PARTS;
    const part = this.#parts[at];
    if (part === undefined) throw new Error(`Expected ${PARTS} parts, and no part ${at}.`);
    return part;
  }
}

type Part = Map<DeliveryId, Unanswered>;
