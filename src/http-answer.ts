/** @returns undefined where the body of an answer is not JSON */
export function parsedJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Why `fetch` got no answer: a code such as ECONNREFUSED; never the message, which may repeat a header. */
export function causeOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause.name === "TimeoutError") return "no answer in time";
    if ("code" in cause && typeof cause.code === "string") return cause.code;
  }
  return "no answer";
}
