import { peakBytes } from "../../bench/kernels/processes.ts";
import { descendants } from "../kernel/jupyter/processes.ts";

/** The highest resident memory, so far, of the Jupyter server that this process has started, or of its keeper. */
export function serverPeakBytes(): number {
  const servers = descendants(process.pid).filter(({ command }) => command.includes("threadbook_kernel.server"));
  return Math.max(...servers.map(({ pid }) => peakBytes(pid)));
}
