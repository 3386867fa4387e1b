import type { CallResult } from "../../../core/adapter.ts";

const OTHER = "other";

/** The Web API's method that is called, such as `chat.postMessage`; other addresses of Slack hold secrets. */
export function methodOf(input: string | URL | Request): string {
  const { pathname } = new URL(input instanceof Request ? input.url : input);
  return /^\/api\/([a-zA-Z]+(?:\.[a-zA-Z]+)+)$/.exec(pathname)?.[1] ?? OTHER;
}

/** Reads the answer of a call; never rejects. */
export async function resultOf(answer: Response, method: string): Promise<CallResult> {
  if (answer.status === 429) return "limited";
  if (answer.status >= 500) return "failed";
  if (method === OTHER || !answer.ok) return answer.ok ? "ok" : "refused";
  try {
    const { ok, error } = (await answer.json()) as { readonly ok?: unknown; readonly error?: unknown };
    if (ok === true) return "ok";
    return error === "ratelimited" || error === "rate_limited" ? "limited" : "refused";
  } catch {
    return "failed";
  }
}
