import type { Verdict } from "../draft.ts";
import type { Operation } from "../reconcile.ts";
import type { ChatBody } from "./chat-body.ts";
import type { Clock } from "./clock.ts";

/** What a call that failed says about the next one. */
export type Fault =
  | { readonly kind: "refused" }
  | { readonly kind: "limited"; readonly retryAfterMs: number }
  /** Nobody knows whether the platform has done it. */
  | { readonly kind: "lost" }
  /** The platform has no part in it: to try again would end the same way. */
  | { readonly kind: "ours" };

/** What was tried, as far as its failure is judged by it. */
export interface Attempt {
  readonly kind: Operation<ChatBody>["kind"];
  /** Whether an upload was to be shown: where it cannot be, a sentence can. */
  readonly upload: boolean;
  /** Counts the failures of this message in a row, from 1. */
  readonly number: number;
}

interface Patience {
  readonly clock: Clock;
  readonly closing: AbortSignal;
  /** After the first failure; doubled with each. */
  readonly firstWaitMs: number;
}

const mostLost = 10;
const mostLimited = 40;
const longestWaitMs = 30_000;

/** @param endsAll whether a refusal is for whatever else would be shown there, too */
export function judge(
  fault: Fault,
  { number, upload, kind }: Attempt,
  endsAll: boolean,
  { clock, closing, firstWaitMs }: Patience,
): Verdict {
  if (closing.aborted) return { kind: "over" };
  switch (fault.kind) {
    case "refused":
      // What could not be looked for may be there: it is left alone.
      return { kind: endsAll && !upload && kind !== "find" ? "over" : "skip" };
    case "ours":
      return { kind: "skip" };
    case "limited":
      if (number > mostLimited) return { kind: "skip" };
      return { kind: "again", after: clock.wait(fault.retryAfterMs, closing) };
    case "lost": {
      if (number > mostLost) return { kind: "skip" };
      return { kind: "again", after: clock.wait(Math.min(longestWaitMs, firstWaitMs * 2 ** (number - 1)), closing) };
    }
    default:
      return fault satisfies never;
  }
}
