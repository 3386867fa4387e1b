import type { ChatBody } from "../../chat/chat-body.ts";
import type { Verdict } from "../../draft.ts";
import type { Operation } from "../../reconcile.ts";
import { faultOf } from "../wire/slack-error.ts";
import type { Workspace } from "../wire/workspace.ts";

const mostAttempts = 12;
const longestWaitMs = 30_000;

/** After these nothing more can be shown in the channel. */
const closed = new Set([
  "channel_not_found",
  "not_in_channel",
  "is_archived",
  "missing_scope",
  "restricted_action",
  "no_permission",
  "thread_not_found",
  "cannot_reply_to_message",
  "invalid_auth",
  "not_authed",
  "account_inactive",
  "token_revoked",
  "token_expired",
]);

/** What follows from an operation that failed. */
export function judge(
  error: unknown,
  operation: Operation<ChatBody>,
  attempt: number,
  workspace: Workspace,
  channel: string,
): Verdict {
  const { clock, closing, pace } = workspace;
  const fault = faultOf(error);
  if (closing.aborted) return { kind: "over" };
  if (fault.kind === "refused") return { kind: closed.has(fault.error) ? "over" : "skip" };
  if (fault.kind === "limited") {
    const limit = operation.kind === "edit" ? workspace.edits : workspace.posts(channel);
    limit.pause(fault.retryAfterMs);
    return { kind: "again", after: clock.wait(fault.retryAfterMs, closing) };
  }
  if (attempt >= mostAttempts) return { kind: "skip" };
  return { kind: "again", after: clock.wait(Math.min(longestWaitMs, pace.again * 2 ** (attempt - 1)), closing) };
}
