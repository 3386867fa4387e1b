import type { KernelSession } from "../kernel/session.ts";
import type { Model } from "./model/model.ts";
import type { Sleep } from "./sleep.ts";
import type { Blobs } from "./store/blobs.ts";

/** The bounds of one turn. */
export interface TurnLimits {
  /** Rounds of saying and running. */
  readonly steps: number;
  /** Longest message of a person. */
  readonly messageCharacters: number;
  /** Longest cell. */
  readonly codeCharacters: number;
  /** Longest result that the model is given of a cell. */
  readonly resultCharacters: number;
}

/** What a turn works with. */
export interface Desk {
  readonly kernel: KernelSession;
  readonly blobs: Blobs;
  readonly limits: TurnLimits;
  /** Waits between two looks at a cell that runs for long; absent where none is wanted. */
  readonly betweenLooks?: Sleep;
}

/** A desk at which a model answers. */
export interface AnsweringDesk extends Desk {
  readonly model: Model;
}
