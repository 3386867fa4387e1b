import type { CellEnd } from "../kernel/session.ts";
import type { DeliveryId, PersonId, ThreadId } from "./ids.ts";
import type { Ending, Note, Output, Refusal } from "./turn.ts";
import type { Language } from "./words/sentence.ts";

/** A part of what a model said, in order. The `raw` of all parts together is its exact words. */
export type SaidPart =
  | { readonly kind: "prose"; readonly raw: string; readonly text: string }
  | { readonly kind: "thinking"; readonly raw: string }
  | { readonly kind: "call"; readonly raw: string; readonly id: string; readonly code: string };

interface Who {
  readonly id: PersonId;
  readonly name: string;
}

/** A file that a person gave with a message. */
export interface AskedFile {
  readonly name: string;
  readonly bytes: number;
}

/** One line of a thread's record. */
export type Entry =
  /** What somebody said in the thread before the bot was called; stands before the first turn's "asked". */
  | {
      readonly kind: "overheard";
      readonly who: Who;
      readonly text: string;
      /** What came with it, as it is named in the thread's folder. */
      readonly files: readonly AskedFile[];
      readonly at: string;
    }
  /** Opens a turn; only notes and what was overheard stand before it. `via` tells a question from code that a person ran without a model. */
  | {
      readonly kind: "asked";
      /** The message that asked; absent where nobody wrote one. */
      readonly message?: DeliveryId;
      readonly who: Who;
      readonly via: "message" | "run";
      readonly text: string;
      /** What came with it, as it is named in the thread's folder; absent where nothing did. */
      readonly files?: readonly AskedFile[];
      /** In which the bot answers. */
      readonly language: Language;
      /** ISO 8601 with the person's offset from UTC. */
      readonly at: string;
    }
  | { readonly kind: "said"; readonly parts: readonly SaidPart[] }
  | {
      readonly kind: "ran";
      readonly call: string;
      readonly code: string;
      readonly outputs: readonly Output[];
      readonly end: CellEnd;
      /** The exact text that the model was given of it. */
      readonly result: string;
    }
  /** A block without an outcome: it was not run, or nobody knows what came of it. */
  | { readonly kind: "refused"; readonly call: string; readonly code: string; readonly why: Refusal }
  | { readonly kind: "noted"; readonly note: Note }
  /** Closes a turn; a turn without it was cut off by the bot's own death. */
  | { readonly kind: "ended"; readonly ending: Ending };

/** The entries of one turn, oldest first. */
export interface RecordedTurn {
  /** Counts the thread's turns from 1. */
  readonly number: number;
  readonly entries: readonly Entry[];
}

/** The written record of a thread, append-only: prompt, view and notebook are derived from it. */
export interface Dialog {
  readonly thread: ThreadId;
  readonly turns: readonly RecordedTurn[];
}
