import { DatabaseError } from "pg";
import type { ServerAddress } from "../server-address.ts";
import { saidBy, serverFull, serverGone } from "../server-failure.ts";

// Error codes of PostgreSQL: https://www.postgresql.org/docs/current/errcodes-appendix.html
const full: ReadonlySet<string> = new Set(["53100", "53200"]);
/** What a code, or a class of codes, asks of whoever runs the bot. */
const remedies: ReadonlyMap<string, string> = new Map([
  ["08", "Check that PostgreSQL runs and that STORE_URL leads to it."],
  ["25006", "It takes no writes: set STORE_URL to the primary."],
  ["28", "Check the name and the password in STORE_URL."],
  ["3D", "Make that database, or name another in STORE_URL."],
  ["42501", "Give the user of STORE_URL the right to make and use tables."],
  ["53", "It is short of means: give it more connections, or end others."],
  ["57", "It is starting, ending or too slow: wait until it is up."],
  ["58", "Look at its log and its disk."],
  ["XX", "Look at its log and its disk."],
]);

/** Whether PostgreSQL answered and goes on, though with an error. */
export function isAnswer(error: unknown): boolean {
  return error instanceof DatabaseError && !error.code?.startsWith("57P");
}

/**
 * The failure that an error of the client means.
 * @returns the error itself when the mistake is ours
 */
export function postgresFailure(error: unknown, address: ServerAddress): unknown {
  const said = saidBy(error);
  if (!(error instanceof DatabaseError)) {
    return serverGone(address, said, "Check that PostgreSQL runs and that STORE_URL leads to it.");
  }
  const code = error.code ?? "";
  if (full.has(code)) return serverFull(address, said);
  const remedy = remedies.get(code) ?? remedies.get(code.slice(0, 2));
  return remedy === undefined
    ? new Error(`Expected PostgreSQL to do as it was told, got: ${said} (${code})`)
    : serverGone(address, said, remedy);
}
