import type { Clock } from "../../chat/clock.ts";
import { RefusedConnection } from "./slack-error.ts";

const attemptMs = 10_000;
const longestWaitMs = 30_000;
/** After these no new attempt helps. */
const lasting = new Set([
  "not_authed",
  "invalid_auth",
  "account_inactive",
  "user_removed_from_team",
  "team_disabled",
  "token_revoked",
  "token_expired",
  "not_allowed_token_type",
  "missing_scope",
]);

/**
 * `fetch` for the call that opens a connection. Bolt dies of an unhandled rejection when that call fails at a
 * reconnect, so here it is made until Slack answers, and fails for reasons alone that last.
 * @param attempts how often at most, asked before each next one
 */
export function patientFetch(
  attempts: () => number,
  { clock, againMs, closing }: { readonly clock: Clock; readonly againMs: number; readonly closing: AbortSignal },
): typeof fetch {
  return async (input, init) => {
    for (let attempt = 1; ; attempt++) {
      const signal = AbortSignal.any([closing, AbortSignal.timeout(attemptMs)]);
      const answer = await settled(input, { ...init, signal });
      if (answer instanceof Response) return answer;
      if (closing.aborted || attempt >= attempts() || answer instanceof RefusedConnection) throw answer;
      await clock.wait(Math.min(longestWaitMs, againMs * 2 ** attempt), closing);
    }
  };
}

/** The answer, if it leads to a connection; else why not. Bolt tries again without end after most refusals. */
async function settled(input: string | URL | Request, init: RequestInit): Promise<Response | Error> {
  try {
    const answer = await fetch(input, init);
    const text = await answer.text();
    if (answer.status !== 200) return new Error(`Slack answered with status ${answer.status}`);
    const { ok, error } = JSON.parse(text) as { readonly ok?: boolean; readonly error?: string };
    if (ok !== true && lasting.has(error ?? "")) return new RefusedConnection(error ?? "");
    if (ok !== true) return new Error(`Slack answered: ${error ?? "nothing"}`);
    return new Response(text, { status: 200, headers: answer.headers });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
