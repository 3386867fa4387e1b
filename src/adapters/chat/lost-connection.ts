const broken = new Set([
  "EADDRNOTAVAIL",
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "EMFILE",
  "ENETDOWN",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);

/** Whether a call failed on its way, or its answer on the way back: by a network, a proxy or the time that it took. */
export function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (broken.has(code) || code.startsWith("UND_ERR")) return true;
  // An answer that breaks off is no JSON; fetch wraps what went wrong.
  if (error instanceof SyntaxError || (error instanceof TypeError && error.message === "fetch failed")) return true;
  if (error.name === "AbortError" || error.name === "TimeoutError" || error.message === "terminated") return true;
  return isLostConnection(error.cause);
}
