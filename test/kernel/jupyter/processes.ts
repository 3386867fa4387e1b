import { readdirSync, readFileSync } from "node:fs";

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** The living processes below `root`, parents first. */
export function descendants(root: number): readonly Process[] {
  const all = processes();
  const found: Process[] = [];
  const queue = [root];
  for (let parent = queue.shift(); parent !== undefined; parent = queue.shift()) {
    const below = all.filter((process) => process.parent === parent);
    found.push(...below);
    queue.push(...below.map((process) => process.pid));
  }
  return found;
}

/** Waits until none of them lives. */
export async function gone(pids: readonly number[]): Promise<void> {
  while (processes().some((process) => pids.includes(process.pid))) await new Promise(setImmediate);
}

function processes(): readonly Process[] {
  return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? readProcess(Number(name)) : []));
}

function readProcess(pid: number): readonly Process[] {
  try {
    const [, state, parent] = /^.*\) (\w) (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    return state === "Z" || state === "X" ? [] : [{ pid, parent: Number(parent), command }];
  } catch {
    return []; // It ended while it was read.
  }
}
