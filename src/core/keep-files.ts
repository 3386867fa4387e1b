import { Failure } from "../failure.ts";
import type { FileSource } from "../kernel/session.ts";
import type { AskedFile } from "./dialog.ts";
import type { OpenThread } from "./threads.ts";
import type { Note, TurnEvent } from "./turn.ts";

/**
 * Puts the files that came with a message into the thread's folder, before its question is recorded. One that cannot
 * be kept leaves a note that says why, and the others are kept all the same.
 */
export async function* keepFiles(
  files: readonly FileSource[],
  { kernel, record }: OpenThread,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent, readonly AskedFile[]> {
  const kept: AskedFile[] = [];
  if (files.length > 0) yield { kind: "waiting", for: "files" };
  for (const file of files) {
    try {
      const { name, bytes } = await kernel.put(file, signal);
      kept.push({ name, bytes });
    } catch (error) {
      if (signal.aborted) break; // The turn itself says that it was stopped.
      if (!(error instanceof Failure)) throw error;
      const note: Note = { kind: "file-not-kept", name: file.name, code: error.code, facts: error.facts };
      await record.append({ kind: "noted", note });
      yield { kind: "noted", note };
    }
  }
  return kept;
}
