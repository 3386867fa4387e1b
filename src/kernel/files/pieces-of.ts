import { Failure } from "../../failure.ts";
import type { FileSource } from "../session.ts";
import { folderFailure } from "./folder-failure.ts";

/** Reads a source to its end; when the signal aborts, at once no more, also where the source hangs. */
export async function* piecesOf(
  source: FileSource,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  aborted.promise.catch(() => undefined);
  signal.addEventListener("abort", abort);
  if (signal.aborted) abort();
  let reading: AsyncIterator<Uint8Array> | undefined;
  try {
    const opened = await Promise.race([source.open(), aborted.promise]);
    reading = opened[Symbol.asyncIterator]();
    while (true) {
      const { done, value } = await Promise.race([reading.next(), aborted.promise]);
      if (done) return (reading = undefined);
      yield value;
    }
  } catch (error) {
    throw signal.aborted || error instanceof Failure ? error : folderFailure("file-not-received", name, {}, error);
  } finally {
    signal.removeEventListener("abort", abort);
    // Not waited for: a source that hangs would hold up whoever has given it up.
    reading?.return?.().catch(() => undefined);
  }
}
