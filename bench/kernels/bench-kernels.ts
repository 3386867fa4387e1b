import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { type Contestant, contestants, PYTHON } from "./contestants.ts";
import { type Memory, memory } from "./memory.ts";
import { exit, flood, loop, type Misuse, sleep } from "./misuse.ts";
import type { Arena } from "./rival.ts";
import { type Row, renderRow } from "./table.ts";
import { times } from "./times.ts";

/** After this nothing more is asked, so that a run ends by itself. */
const RUN_LIMIT_MS = 270_000;
/** What takes longer is waiting for something that does not come: the next one starts beside it. */
const ALONE_MS = 6_000;

const whole = { starts: 3, cells: 300, kernels: [1, 12, 40] };
const quick = { starts: 1, cells: 50, kernels: [1, 4] };

/** Prints how our kernels and the ways of others to run code compare. */
export async function benchKernels(isQuick: boolean): Promise<void> {
  const counts = isQuick ? quick : whole;
  const arena = { folder: mkdtempSync(join(tmpdir(), "tb-bench-")), endsAt: performance.now() + RUN_LIMIT_MS };
  try {
    introduce();
    for (const row of await times(arena, counts)) print(renderRow(row));
    // Sleeping takes nothing from what else is tried meanwhile.
    const sleeps = Promise.all(contestants.map((one) => sleep(one, arena)));
    printMisuse("endless loop, limit 5 s", await Promise.all(await staggered(loop, arena)));
    const exits = await staggered(exit, arena);
    printMisuse("100 MB of prints", await inTurn((one) => flood(one, arena)));
    printMisuse("os._exit(1)", await Promise.all(exits));
    printMisuse("sleep of 15 s, limit 5 s", await sleeps);
    // Alone, and last: libraries that others have loaded too would weigh less.
    for (const row of await weigh(arena, counts.kernels)) print(renderRow(row));
  } finally {
    rmSync(arena.folder, { recursive: true, force: true });
  }
}

function introduce(): void {
  // Reads the files of all imports once, and has matplotlib make its list of fonts.
  spawnSync(PYTHON, ["-c", "import pandas, jupyter_client, ipykernel.kernelapp, matplotlib.pyplot"]);
  const machine = `${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GB`;
  print(`${machine}, load ${loadavg()[0]?.toFixed(1)} at the start. Medians; in brackets ours divided by the peer's.`);
  print(renderRow({ title: "", figures: contestants.map(({ name }) => name) }));
}

async function weigh(arena: Arena, counts: readonly number[]): Promise<readonly Row[]> {
  // Those of whom less is asked first: where time runs out, it does so for one row of one peer.
  const found = new Map<Contestant, readonly Memory[]>();
  for (const one of contestants.toSorted((a, b) => a.weighed - b.weighed))
    found.set(one, await memory(one, arena, counts));
  const columns = contestants.map((one) => found.get(one) ?? []);
  const rows = counts.flatMap((count, index) => [
    { title: `PSS a kernel at ${count}, MB`, figures: columns.map((column) => column[index]?.each ?? "-") },
    { title: "  server, zygote, reserve, MB", figures: columns.map((column) => column[index]?.beside ?? "-") },
  ]);
  return [
    ...rows,
    { title: "  the client itself, MB", figures: columns.map((column) => column.at(-1)?.client ?? "-") },
  ];
}

async function inTurn<Value>(measure: (contestant: Contestant) => Promise<Value>): Promise<readonly Value[]> {
  const values: Value[] = [];
  for (const contestant of contestants) values.push(await measure(contestant));
  return values;
}

/** @returns outcomes of which some are still to come: a client that waits ten seconds for nothing waits beside others */
async function staggered(misuse: Misuse, arena: Arena): Promise<readonly Promise<string>[]> {
  const begun = await inTurn(async (contestant) => {
    const outcome = misuse(contestant, arena);
    const alone = Promise.withResolvers<void>();
    const timer = setTimeout(alone.resolve, ALONE_MS);
    await Promise.race([outcome, alone.promise]).finally(() => clearTimeout(timer));
    return { outcome };
  });
  return begun.map(({ outcome }) => outcome);
}

function printMisuse(title: string, outcomes: readonly string[]): void {
  print(`${title}:`);
  for (const [index, { name }] of contestants.entries()) print(`  ${name.padEnd(18)}${outcomes[index]}`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
