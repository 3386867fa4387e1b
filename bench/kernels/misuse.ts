import { setTimeout as wait } from "node:timers/promises";
import type { Contestant } from "./contestants.ts";
import { forgetPeak, peakBytes, treeOf } from "./processes.ts";
import { type Arena, Rival } from "./rival.ts";

/** What the client is told a cell may take. */
const LIMIT_S = 5;
const BOUND_MS = 14_000;
const FLOOD_BOUND_MS = 30_000;
const SLEEP_S = 15;
const BURN_MS = 500;
/** More than an idle tree uses in that time, less than a loop gets on a crowded machine. */
const IDLE_TICKS = 4;

/** @returns what happened, in words */
export type Misuse = (contestant: Contestant, arena: Arena) => Promise<string>;

/** An endless loop: when its answer comes, whether it burns on, what the next cell meets. */
export const loop: Misuse = async (contestant, arena) => {
  await using rival = await begin(contestant, arena, LIMIT_S);
  const { ms, outcome } = await rival.run("k", "while True: pass", BOUND_MS);
  const before = ticks(rival.pid);
  await wait(BURN_MS);
  const burns = ticks(rival.pid) - before > IDLE_TICKS;
  return `${outcome} ${after(ms)}; ${burns ? "the loop runs on; " : ""}${await next(rival)}`;
};

/** A process that ends itself: when that is said, what the next cell meets. */
export const exit: Misuse = async (contestant, arena) => {
  await using rival = await begin(contestant, arena, LIMIT_S);
  const { ms, outcome } = await rival.run("k", "import os\nos._exit(1)", BOUND_MS);
  return `${outcome} ${after(ms)}; ${await next(rival)}`;
};

/** 100 MB of prints: when they are stopped or complete, what the client held of them at its peak. */
export const flood: Misuse = async (contestant, arena) => {
  await using rival = await begin(contestant, arena, 60);
  forgetPeak(rival.pid);
  const code = "line = 'x' * 999\nfor _ in range(100_000): print(line)";
  const { ms, outcome, characters } = await rival.run("k", code, FLOOD_BOUND_MS);
  const [read, peak] = [characters, peakBytes(rival.pid)].map((bytes) => (bytes / 1e6).toFixed(0));
  return `${outcome} ${after(ms)}; ${read} MB given, client's peak ${peak} MB; ${await next(rival)}`;
};

/** A sleep of three times the limit that prints at its end: whether a later cell is given that print as its own. */
export const sleep: Misuse = async (contestant, arena) => {
  await using rival = await begin(contestant, arena, LIMIT_S);
  const wakes = performance.now() + (SLEEP_S + 1) * 1000;
  const { ms, outcome } = await rival.run("k", `import time\ntime.sleep(${SLEEP_S})\nprint('late')`, BOUND_MS);
  const met = await next(rival);
  let isMixed = met.includes("late");
  while (!isMixed && performance.now() < wakes) {
    await wait(250);
    isMixed = (await rival.run("k", "print('next')", BOUND_MS)).text.includes("late");
  }
  return `${outcome} ${after(ms)}; ${met}${isMixed ? "; its output came as a later cell's" : ""}`;
};

async function begin(contestant: Contestant, arena: Arena, limitSeconds: number): Promise<Rival> {
  const rival = await Rival.start(contestant, arena, limitSeconds);
  await rival.run("k", "kept = 'kept'");
  return rival;
}

async function next(rival: Rival): Promise<string> {
  const { ms, outcome, text } = await rival.run("k", "print('next', globals().get('kept', 'lost'))", BOUND_MS);
  const said = text.trim();
  if (said === "next kept" || said === "next lost") return `next cell ${after(ms)}, variables ${said.slice(5)}`;
  return said.includes("late") ? "next cell reads 'late'" : `next cell: ${outcome} ${after(ms)}`;
}

function after(ms: number): string {
  return ms < 1000 ? `after ${ms.toFixed(ms < 10 ? 1 : 0)} ms` : `after ${(ms / 1000).toFixed(1)} s`;
}

function ticks(client: number): number {
  const below = treeOf(client).filter(({ pid }) => pid !== client);
  return below.reduce((sum, process) => sum + process.ticks, 0);
}
