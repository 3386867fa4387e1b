import type { CallResult, Delivery } from "../core/adapter.ts";
import type { Ending } from "../core/turn.ts";
import type { FailureCode } from "../failure.ts";
import type { CellOutcome } from "../kernel/session.ts";

/** What a turn is busy with, as far as its view tells. */
export type Phase = "lane" | "files" | "model-queue" | "model" | "python" | "cell-queue" | "cell";

/** What a turn was: nothing of what was asked or said. All times are milliseconds. */
export interface TurnSummary {
  readonly platform: string;
  /** "asked", or the command's name. */
  readonly kind: string;
  readonly ending: Ending;
  /** Rounds in which the model said something. */
  readonly steps: number;
  /** Cells by their outcome, or "refused". */
  readonly cells: Readonly<Record<string, number>>;
  readonly tookMs: number;
  readonly phasesMs: Readonly<Partial<Record<Phase, number>>>;
}

export type Verdict = "accepted" | "duplicate" | "ignored";

/** What came of a request to the model; "said" also where the rest of an answer was not needed. */
export type AnswerResult = "said" | "cut" | "stopped" | "mistake" | FailureCode;

/** Who counted tokens: the model's server, or the bot by the length of a text. */
export type Counter = "server" | "estimate";

/** Counts what happens. Every method returns at once and never throws; nothing given to it is the content of anything. */
export interface Meter {
  delivered(platform: string, verdict: Verdict): void;
  turnEnded(turn: TurnSummary, delivery: Delivery["kind"]): void;
  mistaken(): void;
  /** A piece of an answer is on the platform, so long after it was drawn. */
  shown(platform: string, delayMs: number): void;
  called(platform: string, method: string, result: CallResult): void;
  /** The first of an answer came, so long after the server could be asked. */
  spoke(afterMs: number): void;
  asked(result: AnswerResult): void;
  /** The server is asked again for what it did not give. */
  askedAgain(): void;
  tokens(kind: "prompt" | "completion", count: number, counter: Counter): void;
  ran(outcome: CellOutcome, tookMs: number): void;
  pythonStarted(tookMs: number): void;
  pythonNotStarted(why: FailureCode): void;
  /** Its variables are gone: by the end of a cell, or of itself, or for another thread, between two. */
  pythonLost(when: CellOutcome | "between-cells"): void;
}
