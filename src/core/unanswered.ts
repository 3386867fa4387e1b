import { createHash } from "node:crypto";
import { z } from "zod";
import type { DeliveryId, ReplyRef, ThreadId } from "./ids.ts";
import type { Store } from "./store/store.ts";
import type { Language } from "./words/sentence.ts";

/** The list is kept in so many parts, so that a long one is not written anew for each message. */
const PARTS = 64;
const wholeKey = "unanswered";

const promise = z.object({
  message: z.custom<DeliveryId>((value) => typeof value === "string"),
  thread: z.custom<ThreadId>((value) => typeof value === "string"),
  reply: z.custom<ReplyRef>((value) => typeof value === "string"),
  platform: z.string(),
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
  readonly platform: string;
  readonly language: Language;
  /** Whether its thread is made for it alone. */
  readonly quick: boolean;
  /** Whether the message itself shows the code that it runs. */
  readonly ownCode: boolean;
}

/** The messages that are owed an answer, kept so that a bot that was killed can say so at its next start. */
export class UnansweredMessages {
  readonly #store: Store;
  readonly #parts = Array.from({ length: PARTS }, () => new Map<DeliveryId, Unanswered>());
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

  /** Those of one platform that an earlier life of the bot left, oldest first. */
  async of(platform: string): Promise<readonly Unanswered[]> {
    await this.#open();
    return this.#parts.flatMap((part) => [...part.values()].filter((message) => message.platform === platform));
  }

  #open(): Promise<void> {
    this.#read ??= this.#load().catch((error: unknown) => {
      this.#read = undefined;
      throw error;
    });
    return this.#read;
  }

  async #load(): Promise<void> {
    const parts = await Promise.all(this.#parts.map((_, at) => this.#store.get(keyOf(at))));
    // An older bot kept them all in one.
    const whole = await this.#store.get(wholeKey);
    for (const read of [whole, ...parts]) {
      for (const message of kept.safeParse(read).data?.messages ?? []) {
        this.#partOf(message.message).set(message.message, message);
      }
    }
    if (whole === undefined) return;
    for (const part of this.#parts) if (part.size > 0) await this.#write(part);
    await this.#store.delete(wholeKey);
  }

  // Writes follow each other, so that the store ends with the newest list.
  #write(part: Part): Promise<void> {
    const write = () => {
      const list = { version: 1, messages: [...part.values()] } satisfies z.infer<typeof kept>;
      return this.#store.set(keyOf(this.#parts.indexOf(part)), list);
    };
    const written = this.#written.then(write);
    this.#written = written.catch(() => undefined);
    return written;
  }

  #partOf(message: DeliveryId): Part {
    const at = createHash("sha256").update(message).digest().readUInt8() % PARTS;
    const part = this.#parts[at];
    if (part === undefined) throw new Error(`Expected ${PARTS} parts, and no part ${at}.`);
    return part;
  }
}

type Part = Map<DeliveryId, Unanswered>;

function keyOf(part: number): string {
  return `${wholeKey}/${part}`;
}
