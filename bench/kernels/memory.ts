import type { Contestant } from "./contestants.ts";
import { holds, type Process, pssBytes, treeOf } from "./processes.ts";
import { type Arena, Rival } from "./rival.ts";
import type { Figure } from "./table.ts";

const MARK = "bench-mark";
/** A kernel keeps the mark open, and is known by it from outside, also out of namespaces of its own. */
const IMPORTS = `import numpy, pandas\nimport matplotlib.pyplot as plt\nmark = open('${MARK}', 'w')\nprint('in')`;
const AT_ONCE = 4;

/** Megabytes at one number of kernels. */
export interface Memory {
  /** Of the kernels' processes, divided by their number. */
  readonly each: Figure;
  /** Of what serves all kernels: server, zygote, kernels in reserve; not the client. */
  readonly beside: Figure;
  readonly client: Figure;
}

/** PSS of all processes at each number of kernels that have numpy, pandas and pyplot imported. */
export async function memory(
  contestant: Contestant,
  arena: Arena,
  kernels: readonly number[],
): Promise<readonly Memory[]> {
  if (contestant.weighed === 0) return [];
  await using rival = await Rival.start(contestant, arena);
  const found: Memory[] = [];
  let up = 0;
  for (const count of kernels.filter((number) => number <= contestant.weighed)) {
    const failure = await fill(rival, up, count);
    found.push(failure === undefined ? weigh(rival.pid, count) : { each: failure, beside: "-", client: "-" });
    up = count;
  }
  return found;
}

/** @returns how the first that failed ended */
async function fill(rival: Rival, from: number, to: number): Promise<string | undefined> {
  const names = Array.from({ length: to - from }, (_, index) => `kernel-${from + index}`);
  const failures: string[] = [];
  const next = async (): Promise<void> => {
    for (let name = names.shift(); name !== undefined; name = names.shift()) {
      const { outcome, text } = await rival.run(name, IMPORTS);
      if (text.trim() !== "in") failures.push(outcome);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  return failures[0];
}

function weigh(client: number, count: number): Memory {
  const below = treeOf(client).filter(({ pid }) => pid !== client);
  const kernels = below.filter((process) => holds(process, MARK));
  const beside = below.filter((process) => !kernels.includes(process));
  const own = treeOf(client).filter(({ pid }) => pid === client);
  if (kernels.length < count) return { each: `${kernels.length} found`, beside: megabytes(beside), client: "-" };
  return { each: megabytes(kernels) / count, beside: megabytes(beside), client: megabytes(own) };
}

function megabytes(processes: readonly Process[]): number {
  return processes.reduce((sum, process) => sum + pssBytes(process), 0) / 1e6;
}
