/** What came of asking a server. */
export type Answer =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers: Headers;
      /** Undefined where it is not JSON. */
      readonly body: unknown;
    }
  /** `cause` is a code such as ECONNREFUSED; never a message, which may repeat a header. */
  | { readonly kind: "unreachable"; readonly cause: string };

/** Asks a platform's API. @throws the signal's reason when it is aborted */
export async function ask(url: string, request: RequestInit, signal: AbortSignal): Promise<Answer> {
  try {
    const response = await fetch(url, { ...request, redirect: "error", signal });
    const { status, headers } = response;
    return { kind: "answer", status, headers, body: parsed(await response.text()) };
  } catch (error) {
    signal.throwIfAborted();
    return { kind: "unreachable", cause: causeOf(error) };
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function causeOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && typeof cause.code === "string") return cause.code;
  }
  return "no answer";
}
