import { Failure } from "../../../failure.ts";
import { fileFailure } from "../file-failure.ts";

// Result codes of SQLite: https://www.sqlite.org/rescode.html
const full = 13;
const corrupt = 11;
const notDatabase = 26;
/** SQLite's extended code for a full disk met while it makes its `-shm` file longer. */
const sharedMemoryFull = 4874;

const stopAndMove = "Stop the bot and move the file away: a fresh one is begun at the next start.";
const remedies: ReadonlyMap<number, string> = new Map([
  [5, "Another program keeps it locked: end that program."],
  [6, "Another program keeps it locked: end that program."],
  [8, "Make the file and its folder writable for the bot's user."],
  [10, "Check the disk, then start the bot again."],
  [corrupt, stopAndMove],
  [14, "Check that its folder exists and is writable for the bot's user."],
  [notDatabase, stopAndMove],
]);

/** The result code of an error of `node:sqlite`, extended where SQLite extends it. */
function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error)) return undefined;
  return typeof error.errcode === "number" ? error.errcode : undefined;
}

/** Whether SQLite found that the file is no database, or a damaged one. */
export function saysDamaged(error: unknown): boolean {
  const code = (resultCode(error) ?? 0) & 0xff;
  return code === corrupt || code === notDatabase;
}

/**
 * The failure that an error of `node:sqlite` or of the file system means, naming the file and what to do.
 * @returns the error itself when the mistake is ours
 */
export function sqliteFailure(error: unknown, file: string): unknown {
  const code = resultCode(error);
  if (code === undefined || !(error instanceof Error)) return fileFailure(error, file);
  const facts = { file, sqlite: code };
  if ((code & 0xff) === full || code === sharedMemoryFull) {
    const message = `Expected room on the disk for the store ${file}, got: ${error.message}. Make room on that disk.`;
    return new Failure("disk-full", message, { cause: error, facts });
  }
  const remedy = remedies.get(code & 0xff);
  if (remedy === undefined) return error;
  const message = `Expected to read and write the store ${file}, got: ${error.message}. ${remedy}`;
  return new Failure("store-gone", message, { cause: error, facts });
}
