import { Failure, type FailureCode, type FailureFacts } from "../../failure.ts";
import { codeOf } from "./directory.ts";

const SENTENCES = {
  "file-missing": "Expected a file of the thread's folder, there is none of that name: list the files first.",
  "file-refused": "Expected a plain file with one name, got a link, a device or the like: it is not opened.",
  "file-changed": "Expected a file that stays as it is while it is read, it changed: read it again once it is written.",
  "file-too-large": "Expected a file within the limit, got a larger one: make it smaller or raise the limit.",
  "file-not-received": "Expected to read a file to its end, it broke off: send it again.",
  "folder-full": "Expected room in the thread's folder, it is full: delete files in it or raise the limit.",
} as const satisfies Partial<Record<FailureCode, string>>;

export function folderFailure(
  code: keyof typeof SENTENCES,
  name: string,
  facts: FailureFacts = {},
  cause?: unknown,
): Failure {
  return new Failure(code, `${SENTENCES[code]} (${JSON.stringify(name)})`, { facts: { name, ...facts }, cause });
}

/** What opening a file for reading failed with, as what it means for whoever asked. */
export function readFailure(error: unknown, name: string): unknown {
  switch (codeOf(error)) {
    case "ENOENT":
      return folderFailure("file-missing", name, {}, error);
    // A part that is a link (ELOOP, EMLINK), no folder, a socket or a device without a driver, closed, leased
    // (EAGAIN: its holder would have to let go of it first), or too long.
    case "ELOOP":
    case "EMLINK":
    case "ENOTDIR":
    case "ENXIO":
    case "ENODEV":
    case "EACCES":
    case "EPERM":
    case "EAGAIN":
    case "ENAMETOOLONG":
      return folderFailure("file-refused", name, {}, error);
    default:
      return error;
  }
}

/** What writing to a thread's folder failed with. */
export function writeFailure(error: unknown, name: string): unknown {
  const code = codeOf(error);
  if (code === "EDQUOT" || code === "EFBIG") return folderFailure("folder-full", name, {}, error);
  if (code !== "ENOSPC") return error;
  return new Failure("disk-full", `Expected room on the disk for ${JSON.stringify(name)}, got ENOSPC: make room.`, {
    cause: error,
  });
}
