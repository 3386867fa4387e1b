import { ErrorReply } from "@redis/client";
import type { ServerAddress } from "../server-address.ts";
import { saidBy, serverFull, serverGone } from "../server-failure.ts";

/** What the first word of an error reply asks of whoever runs the bot. */
const remedies: ReadonlyMap<string, string> = new Map([
  ["LOADING", "It is starting: wait until it has read its data."],
  ["BUSY", "A script keeps it busy: wait, or end that script."],
  ["READONLY", "It is a replica: set STORE_URL to the primary."],
  ["MASTERDOWN", "Its primary is gone: set STORE_URL to the primary."],
  ["CLUSTERDOWN", "Set STORE_URL to one server, not to a cluster."],
  ["MOVED", "Set STORE_URL to one server, not to a cluster."],
  ["NOAUTH", "Check the password in STORE_URL."],
  ["WRONGPASS", "Check the name and the password in STORE_URL."],
  ["NOPERM", "Give the user of STORE_URL the right to all keys and commands."],
]);

/** Whether Redis answered, though with an error: the connection is good. */
export function isAnswer(error: unknown): boolean {
  return error instanceof ErrorReply;
}

/**
 * The failure that an error of the client means.
 * @returns the error itself when the mistake is ours
 */
export function redisFailure(error: unknown, address: ServerAddress): unknown {
  const said = saidBy(error);
  if (!isAnswer(error)) return serverGone(address, said, "Check that Redis runs and that STORE_URL leads to it.");
  const [word = ""] = said.split(" ", 1);
  // MISCONF: Redis takes no writes while it cannot save to its disk.
  if (word === "OOM" || word === "MISCONF") return serverFull(address, said);
  const remedy = remedies.get(word);
  return remedy === undefined
    ? new Error(`Expected Redis to do as it was told, got: ${said}`)
    : serverGone(address, said, remedy);
}
