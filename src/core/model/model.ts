import type { Dialog } from "../dialog.ts";

/** What a served model says in one step, as it comes. */
export type Said =
  /** Others have the model: how many are ahead, whenever that changes, and 0 when the wait is over. */
  | { readonly kind: "queued"; readonly ahead: number }
  /** The server is asked again after it was busy or unreachable; nothing of this step has been said yet. */
  | { readonly kind: "retrying"; readonly attempt: number }
  | { readonly kind: "thinking"; readonly raw: string }
  /** `raw` is what the model wrote, `text` what a person should read of it; either may be empty. */
  | { readonly kind: "prose"; readonly raw: string; readonly text: string }
  /** Code of a block that is not closed yet. */
  | { readonly kind: "code"; readonly raw: string; readonly text: string }
  /** A whole runnable block; only now may its code run. `code` is the block, whatever was streamed of it. */
  | { readonly kind: "code-closed"; readonly raw: string; readonly code: string }
  /** A block that broke off before its end: never run. */
  | { readonly kind: "code-cut"; readonly raw: string; readonly code: string }
  /** Once, last. "length": the token limit was reached; "cut": the connection broke off. */
  | { readonly kind: "finished"; readonly why: "stop" | "length" | "cut"; readonly usage?: Usage };

/** Tokens as the server counted them. */
export interface Usage {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** A served language model. */
export interface Model {
  /** As the server calls it. */
  readonly name: string;
  /** Tokens that a prompt and its answer may have together. */
  readonly contextTokens: number;
  /** Tokens that the prompt of this dialog takes, by the server's last count or an estimate. */
  size(dialog: Dialog): number;
  /**
   * Streams the parts of the next step. Leaving the loop early closes the stream; aborting `signal` ends it by
   * throwing the signal's reason.
   * @throws {Failure} one of the `model-…` codes or `context-too-long`
   */
  say(dialog: Dialog, signal: AbortSignal): AsyncIterable<Said>;
}
