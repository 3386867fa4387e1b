import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { record, text } from "../messages.ts";

const PROBE_LIMIT_MS = 20_000;

/** How Python is sealed off on this machine. */
export type Sealability =
  | {
      readonly kind: "sealed";
      readonly by: "zygote";
      /** What bounds a kernel's memory: control groups of the system, or a watchdog of the bot's own. */
      readonly memory: "groups" | "watchdog";
    }
  /** Bounds neither a folder nor the memory of all processes; `mend` opens the other way, empty where that is unknown. */
  | { readonly kind: "sealed"; readonly by: "bubblewrap"; readonly memory: "none"; readonly mend: string }
  /** `why` is a sentence that says what mends it too. */
  | { readonly kind: "refused"; readonly why: string };

/**
 * Finds out whether and how kernels can be sealed on this machine.
 * @returns undefined where there is no Python to ask
 */
export async function findSealing(
  python: string,
  pythonPath: string,
  path: string | undefined,
): Promise<Sealability | undefined> {
  const asked = promisify(execFile)(python, ["-P", "-s", "-m", "threadbook_kernel.sealed.probe"], {
    env: { PATH: path, PYTHONPATH: pythonPath },
    timeout: PROBE_LIMIT_MS,
  });
  const told = await asked.then(
    ({ stdout }) => record(JSON.parse(stdout)),
    () => record(undefined),
  );
  const { way } = told;
  if (way === "zygote") {
    return { kind: "sealed", by: way, memory: told["memory"] === "groups" ? "groups" : "watchdog" };
  }
  if (way === "bubblewrap") return { kind: "sealed", by: way, memory: "none", mend: text(told["mend"]) };
  if (way !== "none") return undefined;
  const why = `Expected to be able to seal Python off, but ${text(told["why"])}. ${text(told["mend"])}`;
  return { kind: "refused", why };
}
