import { RESTJSONErrorCodes as Codes, DiscordAPIError, HTTPError, RateLimitError } from "discord.js";
import type { Sentence } from "../../core/words/sentence.ts";
import type { Words } from "../../core/words/vocabulary.ts";
import { isLostConnection } from "../chat/lost-connection.ts";

/** What a request that failed says about the next one. */
export type Fault =
  | { readonly kind: "refused"; readonly code: number; readonly said: string }
  | { readonly kind: "limited"; readonly retryAfterMs: number }
  | { readonly kind: "lost" | "ours" };

export function faultOf(error: unknown): Fault {
  if (error instanceof RateLimitError) return { kind: "limited", retryAfterMs: error.retryAfter };
  if (error instanceof DiscordAPIError && error.status < 500) {
    return { kind: "refused", code: Number(error.code), said: error.message };
  }
  if (error instanceof HTTPError && error.status < 500) {
    return { kind: "refused", code: error.status, said: error.message };
  }
  const known = error instanceof DiscordAPIError || error instanceof HTTPError;
  return { kind: known || isLostConnection(error) ? "lost" : "ours" };
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

const noRight: ReadonlySet<number> = new Set([Codes.MissingPermissions, Codes.MissingAccess]);
/** Discord's own numbers begin far above those of HTTP. */
const tooLarge: ReadonlySet<number> = new Set([Codes.RequestEntityTooLarge, 413]);

/** Why an upload was not taken, as the end of a sentence. */
export function whyNotShown(error: unknown, { unshown, discord }: Words): Sentence {
  const fault = faultOf(error);
  if (fault.kind === "ours") return unshown.unread;
  if (fault.kind !== "refused") return unshown.lost;
  if (noRight.has(fault.code)) return unshown.rightMissing(discord.attachFiles);
  return tooLarge.has(fault.code) ? unshown.tooLarge : unshown.refused(fault.said);
}
