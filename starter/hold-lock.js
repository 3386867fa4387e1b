import { closeSync, openSync } from "node:fs";
import { Refusal } from "./refusal.js";
import { runTool } from "./run-tool.js";

const take = `
import fcntl
try:
    fcntl.flock(3, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print("waiting", flush=True)
    fcntl.flock(3, fcntl.LOCK_EX)
`;

/**
 * Waits until no other start installs here. The lock belongs to the open file, which the installing tools inherit: it
 * ends with the last of them, also when the starter was killed, and no stale lock can be left behind.
 * Python takes it because Node cannot.
 * @returns {Promise<{ descriptor: number, [Symbol.dispose]: () => void, release: () => void }>}
 */
export async function holdLock(file, python, signal, onWait) {
  const descriptor = openSync(file, "a");
  const taken = await runTool(python, ["-I", "-c", take], { cwd: "/", signal, lock: descriptor, onLine: onWait });
  if (taken.code !== 0) {
    closeSync(descriptor);
    signal.throwIfAborted();
    throw new Refusal(`Expected to lock ${file}, got: ${taken.lines.at(-1)}. Is .threadbook on a local disk?`);
  }
  return { descriptor, release: () => closeSync(descriptor) };
}
