import { APIConnectionError, APIConnectionTimeoutError, APIError } from "openai";
import { Failure, type FailureCode } from "../../../failure.ts";
import { countedOf, saysTooLong } from "./context-too-long.ts";
import { Fault } from "./fault.ts";
import { retryAfterMs } from "./retry-delay.ts";

/** Whom a fault is about. The key is known only to be kept out of what is said. */
export interface Server {
  readonly url: string;
  readonly model: string;
  readonly apiKey?: string | undefined;
}

const SAID_LIMIT = 300;
/** Statuses that say "not now". */
const BUSY = new Set([408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529]);

/** What an attempt's error, or a stream's early end, means. An error of our own is thrown on. */
export function faultOf(
  error: unknown,
  server: Server,
  { silentMs, now }: { readonly silentMs: number | undefined; readonly now: number },
): Fault {
  if (silentMs !== undefined || error instanceof APIConnectionTimeoutError)
    return fault(
      "model-silent",
      "the server said nothing",
      server,
      { seconds: Math.round((silentMs ?? 0) / 1000) },
      { retry: true },
    );
  if (error instanceof APIConnectionError)
    return fault("model-unreachable", causeOf(error), server, {}, { retry: true });
  if (error instanceof APIError) return ofAnswer(error, server, now);
  if (error instanceof SyntaxError)
    return fault("model-damaged", "the server sent what is not JSON", server, {}, { retry: true });
  if (error === undefined || isBroken(error))
    return fault("model-broke-off", "the stream ended before anything was said", server, {}, { retry: true });
  throw error;
}

function ofAnswer(error: APIError, server: Server, now: number): Fault {
  const said = wordsOf(error);
  const { status } = error;
  const facts = status === undefined ? {} : { status };
  if (saysTooLong(said, status)) {
    const counted = countedOf(said);
    const sizes = counted && { tokens: counted.promptTokens, limit: counted.contextTokens };
    return fault("context-too-long", said, server, { ...facts, ...sizes }, { counted });
  }
  if (status === 401 || status === 403) return fault("model-unauthorized", said, server, facts);
  if (status === 404) return fault("model-not-found", said, server, facts);
  if (error.code === "insufficient_quota") return fault("model-refused", said, server, facts);
  if (status === undefined) return fault("model-broke-off", said, server, facts, { retry: true });
  if (!BUSY.has(status)) return fault("model-refused", said, server, facts);
  return fault("model-busy", said, server, facts, { retry: true, retryAfterMs: retryAfterMs(error.headers, now) });
}

function fault(
  code: FailureCode,
  said: string,
  server: Server,
  facts: Readonly<Record<string, string | number>>,
  options: ConstructorParameters<typeof Fault>[1] = {},
): Fault {
  const { url, model, apiKey } = server;
  const words = shown(said, apiKey);
  const message = `Expected an answer of ${model} at ${url}, got ${code}: ${words}`;
  return new Fault(new Failure(code, message, { facts: { url, model, ...facts, said: words } }), options);
}

/** One bounded line, without the key that some servers repeat. */
function shown(said: string, apiKey: string | undefined): string {
  const clean = apiKey ? said.replaceAll(apiKey, "…") : said;
  const line = clean
    .replace(/\bsk-[\w*-]{4,}/g, "…")
    .replace(/[\p{C}\s]+/gu, " ")
    .trim();
  return line.length > SAID_LIMIT ? `${line.slice(0, SAID_LIMIT)}…` : line;
}

function wordsOf(error: APIError): string {
  const body: unknown = error.error;
  if (typeof body === "object" && body !== null && "message" in body && typeof body.message === "string")
    return body.message;
  return error.message;
}

function causeOf(error: Error): string {
  for (let cause: unknown = error.cause; cause instanceof Error; cause = cause.cause)
    if ("code" in cause && typeof cause.code === "string") return cause.code;
  return error.message;
}

/** undici tells of a body that broke off as "terminated", with the socket's error as its cause. */
function isBroken(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof TypeError && error.message === "terminated") return true;
  return "code" in error && typeof error.code === "string" && /^(?:E[A-Z]+|UND_ERR_\w+)$/.test(error.code);
}
