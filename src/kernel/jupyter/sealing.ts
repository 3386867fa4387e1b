import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { record, text } from "../messages.ts";

const PROBE_LIMIT_MS = 20_000;

/**
 * Finds out whether kernels can be sealed on this machine.
 * @returns why they cannot, and what mends it; undefined where they can, or where there is no Python to ask
 */
export async function whyNotSealed(
  python: string,
  pythonPath: string,
  path: string | undefined,
): Promise<string | undefined> {
  const asked = promisify(execFile)(python, ["-P", "-s", "-m", "threadbook_kernel.sealed.probe"], {
    env: { PATH: path, PYTHONPATH: pythonPath },
    timeout: PROBE_LIMIT_MS,
  });
  const told = await asked.then(
    ({ stdout }) => record(JSON.parse(stdout)),
    () => record(undefined),
  );
  if (told["way"] !== "none") return undefined;
  return `Expected to be able to seal Python off, but ${text(told["why"])}. ${text(told["mend"])}`;
}
