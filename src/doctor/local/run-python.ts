import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const OUTPUT_LIMIT_BYTES = 50_000_000;

/** The folder of the project's own Python environment. */
export function environmentFolder(root: string): string {
  return join(root, ".threadbook", "python");
}

/**
 * Runs one of the doctor's programs on the project's own Python, apart from everything of the person's.
 * @returns the JSON that it prints
 * @throws what `execFile` rejects with
 */
export async function runPython(
  root: string,
  program: "environment.py" | "font.py",
  args: readonly string[],
  signal: AbortSignal,
): Promise<unknown> {
  const folder = environmentFolder(root);
  const file = join(root, "src", "doctor", "python", program);
  const env = { MPLCONFIGDIR: join(folder, "share", "threadbook", "matplotlib") };
  const how = { signal, env, maxBuffer: OUTPUT_LIMIT_BYTES };
  const { stdout } = await run(join(folder, "bin", "python"), ["-I", file, ...args], how);
  return JSON.parse(stdout);
}
