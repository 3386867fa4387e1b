import { RESTJSONErrorCodes as Codes, DiscordAPIError, HTTPError, RateLimitError } from "discord.js";

/** What a request that failed says about the next one. */
export type Fault =
  | { readonly kind: "refused"; readonly code: number; readonly said: string }
  | { readonly kind: "limited"; readonly retryAfterMs: number }
  /** Nobody knows whether Discord has it. */
  | { readonly kind: "lost" };

export function faultOf(error: unknown): Fault {
  if (error instanceof RateLimitError) return { kind: "limited", retryAfterMs: error.retryAfter };
  if (error instanceof DiscordAPIError && error.status < 500) {
    return { kind: "refused", code: Number(error.code), said: error.message };
  }
  if (error instanceof HTTPError && error.status < 500) {
    return { kind: "refused", code: 0, said: error.message };
  }
  return { kind: "lost" };
}

export function hasCode(error: unknown, ...codes: readonly number[]): boolean {
  const fault = faultOf(error);
  return fault.kind === "refused" && codes.includes(fault.code);
}

/** Nothing can be shown there any more: it is gone, or the bot may not go there. */
const over: ReadonlySet<number> = new Set([
  Codes.UnknownChannel,
  Codes.UnknownGuild,
  Codes.UnknownMessage,
  Codes.MissingAccess,
  Codes.MissingPermissions,
  Codes.CannotSendAMessageInAForumChannel,
  Codes.ThreadLocked,
  Codes.CannotSendMessagesToThisUser,
  Codes.CannotExecuteActionOnThisChannelType,
]);

const archived: ReadonlySet<number> = new Set([Codes.InvalidActionOnArchivedThread]);

/** Why a thread cannot be opened, though an answer in the channel may be possible. */
const threadRefusals: ReadonlySet<number> = new Set([
  Codes.MissingAccess,
  Codes.MissingPermissions,
  Codes.CannotExecuteActionOnThisChannelType,
  Codes.MaximumActiveThreads,
  Codes.CannotExecuteActionOnSystemMessage,
]);

export function endsAnswer(code: number): boolean {
  return over.has(code);
}

export function refusesThread(code: number): boolean {
  return threadRefusals.has(code);
}

/** The thread sleeps, or is locked: it can be opened at most once. */
export function isArchived(code: number): boolean {
  return archived.has(code);
}
