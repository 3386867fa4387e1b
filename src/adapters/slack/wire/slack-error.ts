import { webApi } from "@slack/bolt";
import type { Sentence } from "../../../core/words/sentence.ts";
import type { Words } from "../../../core/words/vocabulary.ts";
import { isLostConnection } from "../../chat/lost-connection.ts";

/** What Slack, or the way to it, said about a call that failed. */
export type Fault =
  | { readonly kind: "refused"; readonly error: string; readonly needed?: string }
  | { readonly kind: "limited"; readonly retryAfterMs: number }
  | { readonly kind: "lost" | "ours" };

const passing = new Set([
  "internal_error",
  "fatal_error",
  "request_timeout",
  "service_unavailable",
  "team_added_to_org",
]);

/** Slack will not connect the app, now or later. */
export class RefusedConnection extends Error {
  readonly said: string;

  constructor(said: string) {
    super(`Slack refused to connect the app: ${said}`);
    this.said = said;
  }
}

/** The address that Slack gave for a file did not take it. */
export class UploadFailed extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`Slack's upload address answered with status ${status}`);
    this.status = status;
  }
}

export function faultOf(error: unknown): Fault {
  if (error instanceof webApi.WebAPIRequestError && error.original instanceof RefusedConnection) {
    return { kind: "refused", error: error.original.said };
  }
  if (error instanceof webApi.WebAPIRateLimitedError) return { kind: "limited", retryAfterMs: error.retryAfter * 1000 };
  if (error instanceof UploadFailed) {
    return passingStatus(error.status) ? { kind: "lost" } : { kind: "refused", error: `status_${error.status}` };
  }
  if (!(error instanceof webApi.WebAPIPlatformError)) return { kind: isLost(error) ? "lost" : "ours" };
  const { error: said } = error.data;
  // Slack sends some limits with status 200, which its client takes for a refusal.
  if (said === "ratelimited" || said === "rate_limited") return { kind: "limited", retryAfterMs: 1000 };
  if (passing.has(said)) return { kind: "lost" };
  const needed = (error.data as { needed?: unknown }).needed;
  return { kind: "refused", error: said, ...(typeof needed === "string" ? { needed } : {}) };
}

function passingStatus(status: number): boolean {
  return status >= 500 || status === 408 || status === 429;
}

function isLost(error: unknown): boolean {
  const wire = error instanceof webApi.WebAPIRequestError || error instanceof webApi.WebAPIHTTPError;
  return wire || isLostConnection(error);
}

/** Why an upload was not taken, as the end of a sentence. */
export function whyNotShown(error: unknown, { unshown }: Words): Sentence {
  const fault = faultOf(error);
  if (fault.kind === "ours") return unshown.unread;
  if (fault.kind !== "refused") return unshown.lost;
  if (fault.error === "status_413" || fault.error === "file_too_large") return unshown.tooLarge;
  return fault.needed === undefined ? unshown.refused(fault.error) : unshown.rightMissing(fault.needed);
}

/** Whether Slack refused a call with this word. */
export function refusedWith(error: unknown, ...words: readonly string[]): boolean {
  const fault = faultOf(error);
  return fault.kind === "refused" && words.includes(fault.error);
}

export function saidBy(error: unknown): string {
  const fault = faultOf(error);
  if (fault.kind === "refused") return fault.error;
  return error instanceof Error ? error.message : String(error);
}
