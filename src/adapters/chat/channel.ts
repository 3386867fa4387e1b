import type { Button } from "../../core/adapter.ts";
import type { Sentence } from "../../core/words/sentence.ts";
import type { Verdict } from "../draft.ts";
import type { Operation } from "../reconcile.ts";
import type { ChatBody } from "./chat-body.ts";
import type { Attempt } from "./judge.ts";

/** A message that the platform has. */
export interface Placed {
  /** By which the platform knows it; of an upload that is not shown yet, whatever leads to it. */
  readonly id: string;
  readonly visible: boolean;
}

export interface Upload {
  readonly name: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
  readonly alt: string;
}

/** What is known of a post whose fate is not. */
export interface Trace {
  readonly body: ChatBody;
  /** What `upload` said it intended. */
  readonly id?: string;
  /** When the post began, in milliseconds since 1970. */
  readonly since: number;
  /** The answer's other messages, none of which it can be. */
  readonly others: readonly string[];
}

/**
 * Where one answer goes. All calls reject when the platform did not take them, or when nobody knows; `judge` says what
 * follows from it. Calls come one at a time, except `busy` and `whisper`.
 */
export interface Channel {
  /** All that leads back to the place after a restart, as text of the adapter's own. */
  readonly place: string;
  /** Whether `busy` shows anything; else the first message does, at once. */
  readonly showsBusy: boolean;
  /** @param key the message's name within the answer, by which `find` finds it again */
  post(key: string, text: string, buttons: readonly Button[]): Promise<Placed>;
  edit(id: string, text: string, buttons: readonly Button[]): Promise<void>;
  /** @param intend keeps an id by which `find` can look, before the platform shows anything */
  upload(key: string, upload: Upload, intend: (id: string) => Promise<void>): Promise<Placed>;
  /** Looks, after a fitting while, whether a pending upload is shown by now. @throws when that has taken too long */
  watch(id: string): Promise<Placed>;
  /** Looks for a post that may or may not have arrived. @returns undefined when it did not */
  find(key: string, trace: Trace): Promise<Placed | undefined>;
  /** What is gone already counts as removed. */
  remove(id: string): Promise<void>;
  /** Resolves when the platform's limits allow the operation; the newest view is drawn then. */
  ready(operation: Operation<ChatBody>): Promise<void>;
  judge(error: unknown, attempt: Attempt): Verdict;
  /** Why an upload that is given up was not shown, as the end of a sentence. */
  whyNotShown(error: unknown): Sentence;
  /** Shows that the bot is at work, at once and aside from all messages; undefined once it is not. Never throws. */
  busy(doing: Sentence | undefined): void;
  /** A sentence that only the person sees, where the platform can. */
  whisper(sentence: Sentence): Promise<void>;
}
