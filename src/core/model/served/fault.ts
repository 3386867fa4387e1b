import type { Failure } from "../../../failure.ts";

/** Tokens as a server counted them when it refused a request as too long. */
export interface Counted {
  readonly promptTokens: number;
  readonly contextTokens: number;
}

/** One attempt at a step failed: what it would be as the turn's failure, and whether another attempt may do better. */
export class Fault extends Error {
  override readonly name = "Fault";
  readonly failure: Failure;
  readonly worthRetrying: boolean;
  readonly retryAfterMs: number | undefined;
  readonly counted: Counted | undefined;

  constructor(
    failure: Failure,
    options: {
      readonly retry?: boolean;
      readonly retryAfterMs?: number | undefined;
      readonly counted?: Counted | undefined;
    } = {},
  ) {
    super(failure.message, { cause: failure });
    this.failure = failure;
    this.worthRetrying = options.retry ?? false;
    this.retryAfterMs = options.retryAfterMs;
    this.counted = options.counted;
  }
}
