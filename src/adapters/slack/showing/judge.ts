import { type Attempt, judge } from "../../chat/judge.ts";
import type { Verdict } from "../../draft.ts";
import { faultOf } from "../wire/slack-error.ts";
import type { Workspace } from "../wire/workspace.ts";

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

/** What follows from an operation that failed in a channel. */
export function judgeIn(channel: string, error: unknown, attempt: Attempt, workspace: Workspace): Verdict {
  const { clock, closing, pace } = workspace;
  const fault = faultOf(error);
  if (fault.kind === "limited") {
    const limit = attempt.kind === "edit" ? workspace.edits : workspace.posts(channel);
    limit.pause(fault.retryAfterMs);
  }
  const endsAll = fault.kind === "refused" && closed.has(fault.error);
  return judge(fault, attempt, endsAll, { clock, closing, firstWaitMs: pace.again });
}
