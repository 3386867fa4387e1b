import { readFileSync } from "node:fs";
import { peakBytes, treeOf } from "../../bench/kernels/processes.ts";

/** The highest resident memory, so far, of the Jupyter server that this process has started, or of its keeper. */
export function serverPeakBytes(): number {
  const servers = treeOf(process.pid).filter(({ pid }) => words(pid).includes("threadbook_kernel.server"));
  return Math.max(...servers.map(({ pid }) => peakBytes(pid)));
}

function words(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return []; // It has just ended.
  }
}
