import { causeOf, parsedJson } from "../../http-answer.ts";

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
    return { kind: "answer", status, headers, body: parsedJson(await response.text()) };
  } catch (error) {
    signal.throwIfAborted();
    return { kind: "unreachable", cause: causeOf(error) };
  }
}
