import { readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";

/** A process, told from a later one with the same number by its start. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly startedAt: string;
  /** Processor time used, in clock ticks. */
  readonly ticks: number;
}

/** A process and all below it, parents first; zombies too. */
export function treeOf(root: number): readonly Process[] {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const processes = all.flatMap((name) => look(Number(name)) ?? []);
  const tree = processes.filter(({ pid }) => pid === root);
  for (const above of tree) tree.push(...processes.filter(({ parent }) => parent === above.pid));
  return tree;
}

/** Kills those of them that still run. */
export function killAll(processes: readonly Process[]): void {
  for (const { pid, startedAt } of processes) {
    if (look(pid)?.startedAt !== startedAt) continue;
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has just ended by itself.
    }
  }
}

/** Proportional set size: a page that several processes share counts for each by its part. */
export function pssBytes({ pid }: Process): number {
  return kilobytes(`/proc/${pid}/smaps_rollup`, /^Pss: +(\d+) kB/m) * 1024;
}

/** The most memory that a process held at once since `forgetPeak`. */
export function peakBytes(pid: number): number {
  return kilobytes(`/proc/${pid}/status`, /^VmHWM:\s+(\d+) kB/m) * 1024;
}

export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, "5");
}

/** Whether a process has a file of this name open, in whatever namespace it lives. */
export function holds({ pid }: Process, name: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`).endsWith(`/${name}`));
  } catch {
    return false;
  }
}

function look(pid: number): Process | undefined {
  const stat = read(`/proc/${pid}/stat`);
  // The command's name stands in parentheses and may itself hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [parent, startedAt] = [fields[1], fields[19]];
  if (parent === undefined || startedAt === undefined) return undefined;
  return { pid, parent: Number(parent), startedAt, ticks: Number(fields[11]) + Number(fields[12]) };
}

function kilobytes(path: string, pattern: RegExp): number {
  return Number(pattern.exec(read(path))?.[1] ?? 0);
}

/** Empty where the process has ended. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
