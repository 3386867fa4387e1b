const FIRST_MS = 500;
const LONGEST_MS = 20_000;
/** However long a server asks to wait, a person is waiting too. */
const LONGEST_ASKED_MS = 60_000;

/**
 * How long to wait before the next attempt: what the server asked for, else twice as long each time, from half to all
 * of it at random so that many askers do not come back at once.
 * @param attempt the one that failed, from 1
 * @param random from 0 up to 1
 */
export function retryDelayMs(attempt: number, askedMs: number | undefined, random: number): number {
  if (askedMs !== undefined) return Math.min(askedMs, LONGEST_ASKED_MS);
  const full = Math.min(FIRST_MS * 2 ** (attempt - 1), LONGEST_MS);
  return Math.round(full / 2 + (full / 2) * random);
}

/**
 * Reads `Retry-After` (RFC 9110, 10.2.3: seconds or a date) and OpenAI's `retry-after-ms`.
 * @param now milliseconds since 1970
 */
export function retryAfterMs(headers: Headers | undefined, now: number): number | undefined {
  const exact = countOf(headers?.get("retry-after-ms"));
  if (exact !== undefined) return exact;
  const value = headers?.get("retry-after");
  const seconds = countOf(value);
  if (seconds !== undefined) return seconds * 1000;
  const at = Date.parse(value ?? "");
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

function countOf(text: string | null | undefined): number | undefined {
  return text && /^\s*\d{1,9}(?:\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}
