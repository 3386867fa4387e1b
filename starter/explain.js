import { Refusal } from "./refusal.js";

const noNetwork =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|NewConnectionError|ConnectTimeoutError|ReadTimeoutError|NameResolutionError|ProxyError|Connection (?:refused|reset|aborted)|Temporary failure in name resolution/;
const causes = [
  [/ENOSPC|No space left on device|EDQUOT|Disk quota exceeded/, "the disk is full. Free 2 GB and try again."],
  [
    /EROFS|Read-only file system|EACCES|EPERM|Permission denied/,
    "this folder may not be written to. Make it writable for you and try again.",
  ],
  [
    /THESE PACKAGES DO NOT MATCH THE HASHES|EINTEGRITY/,
    "what the registry sent is not what the lock names. If a mirror is configured, try without it.",
  ],
  [
    noNetwork,
    "the registry could not be reached. The first start needs the network once: connect (or set the proxy) and try again.",
  ],
  [
    /No matching distribution found/,
    "the registry has no ready-built package for this machine's Python. Python 3.11 to 3.14 is known to work.",
  ],
];

/**
 * Why an installing tool failed, in one sentence; where that is unknown, with the tool's last lines.
 * @param {string} what that was being fetched  @param {{ code?: number, lines: string[], missing: boolean }} result
 */
export function explainFailure(what, { code, lines, missing }) {
  const start = `Could not install the ${what}: `;
  if (missing) return new Refusal(`${start}${lines.at(-1)}. Install the command it names and try again.`);
  const said = lines.join("\n");
  const cause = causes.find(([pattern]) => pattern.test(said));
  if (cause !== undefined) return new Refusal(start + cause[1]);
  if (code === 0)
    return new Refusal(
      `${start}some are missing afterwards. Look for optional packages that were left out: npm ci --verbose`,
    );
  return new Refusal(
    `${start}the tool ended with ${code ?? "a signal"}. It last said:\n${lines.slice(-15).join("\n")}`,
  );
}

/** What the system refused the starter itself, as a sentence; undefined when the error is not the system's. */
export function explainSystemError(error) {
  if (typeof error?.code !== "string" || typeof error.syscall !== "string") return undefined;
  const cause = causes.find(([pattern]) => pattern.test(error.code));
  const what = error.path === undefined ? error.syscall : `${error.syscall} ${error.path}`;
  return new Refusal(`Could not prepare Threadbook (${what}): ${cause?.[1] ?? error.message}`);
}
