import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const keptLines = 400;

/**
 * Runs an installing tool to its end. Nothing of it reaches the terminal: its lines are handed to `onLine` and its last
 * 400 come back. Ends with `code: undefined` when it could not be started or when `signal` ended it.
 * @param {{ cwd: string, env?: object, signal: AbortSignal, lock?: number, onLine?: (line: string) => void }} how
 *   `lock` is a descriptor that the tool inherits as its fourth, and so keeps open for as long as it lives.
 */
export async function runTool(file, args, { cwd, env = process.env, signal, lock, onLine }) {
  const stdio = ["ignore", "pipe", "pipe", ...(lock === undefined ? [] : [lock])];
  const child = spawn(file, args, { cwd, env, stdio });
  const stop = () => child.kill("SIGTERM");
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  const lines = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      lines.push(line);
      if (lines.length > keptLines) lines.shift();
      onLine?.(line);
    });
  }
  try {
    return await new Promise((resolve) => {
      child.on("error", (error) =>
        resolve({ code: undefined, lines: [...lines, error.message], missing: error.code === "ENOENT" }),
      );
      child.on("close", (code) => resolve({ code: code ?? undefined, lines, missing: false }));
    });
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
