import { webApi } from "@slack/bolt";

/** What Slack, or the way to it, said about a call that failed. */
export type Fault =
  | { readonly kind: "refused"; readonly error: string; readonly needed?: string }
  | { readonly kind: "limited"; readonly retryAfterMs: number }
  /** Nobody knows whether Slack has done it. */
  | { readonly kind: "unknown" };

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

export function faultOf(error: unknown): Fault {
  if (error instanceof webApi.WebAPIRequestError && error.original instanceof RefusedConnection) {
    return { kind: "refused", error: error.original.said };
  }
  if (error instanceof webApi.WebAPIRateLimitedError) return { kind: "limited", retryAfterMs: error.retryAfter * 1000 };
  if (!(error instanceof webApi.WebAPIPlatformError)) return { kind: "unknown" };
  const { error: said } = error.data;
  // Slack sends some limits with status 200, which its client takes for a refusal.
  if (said === "ratelimited" || said === "rate_limited") return { kind: "limited", retryAfterMs: 1000 };
  if (passing.has(said)) return { kind: "unknown" };
  const needed = (error.data as { needed?: unknown }).needed;
  return { kind: "refused", error: said, ...(typeof needed === "string" ? { needed } : {}) };
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
