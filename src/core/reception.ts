import { randomUUID } from "node:crypto";
import { Failure } from "../failure.ts";
import type { Adapter, Incoming, Reply } from "./adapter.ts";
import type { Answering } from "./answers.ts";
import { isQuick } from "./call-of.ts";
import type { DeliveryId } from "./ids.ts";
import { PassedBy } from "./passed-by.ts";
import { type RecentThread, RecentThreads } from "./recent-threads.ts";
import type { Sleep } from "./sleep.ts";
import type { Store } from "./store/store.ts";
import type { Threads } from "./threads.ts";
import { type Unanswered, UnansweredMessages } from "./unanswered.ts";
import { languageOf } from "./words/words.ts";

/** How long a delivery is remembered at least: platforms redeliver within minutes. */
const REMEMBER_MS = 3_600_000;
/** By how much the clocks of platforms may be behind. */
const CLOCKS_APART_MS = 600_000;
/** How often a store that is away is asked while somebody waits: for some seconds. */
const ATTEMPTS = 5;
/** How often where nobody does: for some minutes. */
const ATTEMPTS_LATER = 20;
const LONGEST_WAIT_MS = 30_000;

/** How far back a bot that starts looks for messages that came while it was not there; 0 looks for none. */
export interface CatchUp {
  readonly catchUpMs: number;
  readonly now: () => number;
}

interface Means {
  /** The bot's own on the platform: what it owes is nobody else's. */
  readonly account: string;
  readonly store: Store;
  readonly threads: Threads;
  readonly sleep: Sleep;
  readonly catchUp: CatchUp;
  /** Aborts when the bot ends: a store that is away is not waited for any more. */
  readonly closing: AbortSignal;
}

/** Takes each message that is meant for one account of the bot once, over redelivery, outages of the store, and lives of the bot. */
export class Reception {
  readonly #means: Means;
  readonly #unanswered: UnansweredMessages;
  readonly #recent: RecentThreads;
  /** When this life began. */
  readonly #begun: number;
  readonly #passedBy = new PassedBy();

  constructor(means: Means) {
    this.#means = means;
    this.#unanswered = new UnansweredMessages(means.store, means.account);
    this.#recent = new RecentThreads(means.store, means.account);
    this.#begun = means.catchUp.now();
  }

  /** What an earlier life owes an answer, taken by this one from now on. */
  async owed(): Promise<readonly Unanswered[]> {
    const left = await this.#unanswered.all();
    for (const { message } of left) await this.#take(message, randomUUID());
    return left;
  }

  /** Where the bot was spoken to lately, the newest first. */
  recent(): Promise<readonly RecentThread[]> {
    return this.#recent.all();
  }

  /** What was said before this life began, and is found while it ends: the next life finds it too. */
  isLeftToNext({ at }: Incoming): boolean {
    const { catchUp, closing } = this.#means;
    return closing.aborted && catchUp.catchUpMs > 0 && at < this.#begun;
  }

  /** A store that is away for a moment is waited for: nothing may be said where the bot was not called. */
  async isMeant(incoming: Incoming, reply: Reply): Promise<boolean> {
    const { addressed, thread } = incoming;
    if (addressed || this.#recent.has(thread)) return true;
    const known = await this.insist(() => this.#means.threads.knows(thread)).catch(() => false);
    if (!known) this.#passedBy.add({ incoming, reply });
    return known;
  }

  /** What was passed by, and was meant after all because this message calls the bot. */
  behind(incoming: Incoming): ReturnType<PassedBy["behind"]> {
    return this.#passedBy.behind(incoming);
  }

  /**
   * Takes a message. What is owed is kept before it is marked: a kill between the two leaves a sentence, never silence.
   * @returns false when it was taken before
   * @throws {Failure} `store-gone`, `disk-full`
   */
  async accept({ incoming, mark }: Answering, reply: Reply, { lasting }: Adapter): Promise<boolean> {
    const { id: message, thread, text, person, at, quick } = { quick: isQuick(incoming), ...incoming };
    // One from before this life may have been answered in another: nothing can be said before the store tells.
    const insist = <Value>(work: () => Promise<Value>) =>
      this.insist(work, at < this.#begun ? ATTEMPTS_LATER : ATTEMPTS);
    const language = languageOf(text) ?? person.language;
    const { ref, ownCode } = reply;
    const owed = { message, thread, reply: ref, language, quick, ownCode };
    const fresh = lasting && (await insist(() => this.#unanswered.add(owed)));
    if (lasting && !quick) await insist(() => this.#recent.add({ thread, message, at }));
    if (!(await insist(() => this.#take(message, mark)))) {
      // What an earlier life owes is still to be excused.
      if (fresh) await this.pay(message);
      return false;
    }
    if (lasting && !quick) await insist(() => this.#means.threads.adopt(thread));
    return true;
  }

  /** Marks a message that could not be taken, and had its one sentence, as soon as the store is there again. */
  async refuse({ incoming, mark }: Answering, { lasting }: Adapter): Promise<void> {
    await this.insist(() => this.#take(incoming.id, mark), ATTEMPTS_LATER);
    if (!lasting || isQuick(incoming)) return;
    await this.insist(() => this.#means.threads.adopt(incoming.thread), ATTEMPTS_LATER);
  }

  /** The message is owed no answer any more. @throws {Failure} `store-gone`, `disk-full`: the next life excuses it */
  async pay(message: DeliveryId): Promise<void> {
    await this.insist(() => this.#unanswered.remove(message), ATTEMPTS_LATER);
  }

  /** Asks a store that is away again, until the bot ends. @throws {Failure} what it said at last */
  async insist<Value>(work: () => Promise<Value>, attempts = ATTEMPTS): Promise<Value> {
    const { closing, sleep } = this.#means;
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof Failure) || attempt === attempts || closing.aborted) throw error;
        await sleep(Math.min(LONGEST_WAIT_MS, 250 * 2 ** attempt), closing).catch(() => undefined);
      }
    }
  }

  /** For longer than it may be looked for. A call whose answer was lost may be made again. */
  async #take(message: DeliveryId, by: string): Promise<boolean> {
    const { store, catchUp } = this.#means;
    const keepMs = Math.max(REMEMBER_MS, catchUp.catchUpMs) + CLOCKS_APART_MS;
    return (await store.hold(`seen/${message}`, by, keepMs)) === by;
  }
}
