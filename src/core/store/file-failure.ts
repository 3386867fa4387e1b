import { Failure } from "../../failure.ts";

/**
 * The failure that an error of the file system means, naming the path and what to do.
 * @returns the error itself when it is none of the file system's
 */
export function fileFailure(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof Failure) return error;
  const code = "code" in error ? error.code : undefined;
  if (typeof code !== "string" || !("errno" in error)) return error;
  if (code === "ENOSPC" || code === "EDQUOT") {
    const message = `Expected room on the disk to write ${path}, got ${code}. Make room on that disk.`;
    return new Failure("disk-full", message, { cause: error, facts: { file: path } });
  }
  const message = `Expected to read and write ${path}, got ${code}. Check the folder, its owner and its permissions, or set THREADBOOK_DATA to another folder.`;
  return new Failure("store-gone", message, { cause: error, facts: { file: path } });
}
