import type { Failure, FailureCode, FailureFacts } from "../failure.ts";
import type { CellEnd, CellOutput } from "../kernel/session.ts";
import type { BlobHash, CellId, PersonId } from "./ids.ts";

/** A picture that a cell produced; its bytes are a blob. */
export interface Figure {
  readonly hash: BlobHash;
  readonly mime: string;
  /** Pixels; 0 where the picture's header could not be read. */
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly alt?: string;
}

export type Output = CellOutput<Figure>;

/** Why a block of code has no outcome. */
export type Refusal =
  /** The answer ended at the token limit, or the connection broke off, before the block was closed. */
  | "cut-off"
  /** The block is longer than a cell may be. */
  | "too-long"
  /** The same code as the cell before. */
  | "same-code"
  /** The turn was stopped before the block was closed. */
  | "stopped"
  /** Python could not be started. */
  | "not-started"
  /** It may have run, in part or to its end: what came of it could not be kept. */
  | "unknown";

/** The bot's own remarks inside a turn. */
export type Note =
  /** Variables of earlier cells are gone. */
  | { readonly kind: "python-restarted" }
  /** The model no longer sees what lies before this step of this turn; both count from 1. */
  | { readonly kind: "trimmed"; readonly turn: number; readonly step: number }
  /** The answer reached the model's token limit. */
  | { readonly kind: "answer-cut" }
  /** Records that could not be read were set aside. */
  | { readonly kind: "record-damaged"; readonly turns: number }
  /** What people said before the bot was called could not be read. */
  | { readonly kind: "earlier-unread"; readonly reason: string }
  /** A file that came with the message; `code` and `facts` say why. */
  | { readonly kind: "file-not-kept"; readonly name: string; readonly code: FailureCode; readonly facts: FailureFacts };

/** What a turn waits for before it can go on. */
export type Waiting = "model" | "kernel" | "model-retry" | "files";

export type Wait =
  | { readonly kind: "waiting"; readonly for: Waiting }
  /** As many cells run on the machine as may. */
  | { readonly kind: "waiting"; readonly for: "turn-in-kernel-queue"; readonly ahead: number }
  /** As many answers are being written as the model's server is to write at once. */
  | { readonly kind: "waiting"; readonly for: "turn-at-model"; readonly ahead: number };

export type Ending =
  | { readonly why: "answered" }
  | { readonly why: "stopped"; readonly by: PersonId }
  | { readonly why: "out-of-steps"; readonly limit: number }
  | { readonly why: "going-in-circles" }
  | { readonly why: "failed"; readonly code: FailureCode; readonly facts: FailureFacts }
  | { readonly why: "our-mistake"; readonly reference: string };

/** What happens in a turn, in order; "ended" comes once, last, whatever happened. */
export type TurnEvent =
  | Wait
  | { readonly kind: "thinking"; readonly characters: number }
  | { readonly kind: "prose"; readonly text: string }
  /** More of the code of a cell that the model is still writing. */
  | { readonly kind: "code"; readonly cell: CellId; readonly text: string }
  /** The whole code, as it now runs. */
  | { readonly kind: "cell-opened"; readonly cell: CellId; readonly code: string }
  | { readonly kind: "cell-printed"; readonly cell: CellId; readonly output: Output }
  /** What is seen from outside of a cell that has been running for long. */
  | { readonly kind: "cell-looked"; readonly cell: CellId; readonly runningMs: number; readonly memoryBytes: number }
  | { readonly kind: "cell-closed"; readonly cell: CellId; readonly end: CellEnd }
  | { readonly kind: "cell-refused"; readonly cell: CellId; readonly code: string; readonly why: Refusal }
  | { readonly kind: "noted"; readonly note: Note }
  | { readonly kind: "ended"; readonly ending: Ending };

/** The ending of a turn that the outside world failed. */
export function failed({ code, facts }: Failure): Ending {
  return { why: "failed", code, facts };
}
