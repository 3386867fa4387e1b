import { readdirSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import type { KernelHost } from "../../../src/kernel/session.ts";
import { Random } from "../../faults/random.ts";
import { Thread } from "./thread.ts";
import { findVictims, KINDS, type Kind, living, naming, type Victim } from "./victims.ts";

const THREADS = 3;
/** A bot starts no sixth server within a minute, and waits ever longer before each. */
const SERVERS_AT_MOST = 3;
const LONGEST_PAUSE_MS = 200;
/** Of the kills, those that do not wait until a cell has ended well since the last one. */
const HASTY = 0.25;
const SWEEP_LIMIT_MS = 15_000;

export interface Played {
  readonly wrong: readonly string[];
  readonly kills: Readonly<Record<Kind, number>>;
  readonly cells: number;
  /** Milliseconds of each cell that followed a death. */
  readonly afterDeath: readonly number[];
}

/**
 * Kills as many processes, at random moments, while threads run cells on the host; disposes it.
 * @param runtimeFolder where the host's servers keep their files, and none else's
 */
export async function playKills(host: KernelHost, runtimeFolder: string, seed: number, count: number): Promise<Played> {
  const random = new Random(seed);
  const threads = Array.from(
    { length: THREADS },
    (_, at) => new Thread(`t${at}`, host.open(`t${at}`, 0), new Random(seed + at + 1)),
  );
  const over = new AbortController();
  for (const thread of threads) await thread.runOne();
  const running = threads.map((thread) => thread.runUntil(over.signal));
  const killer = new Killer(random);
  const mistakes = () => threads.flatMap(({ wrong }) => wrong);
  const well = () => threads.reduce((sum, thread) => sum + thread.wellEnded, 0);
  while (killer.count < count && mistakes().length === 0) {
    const awaited = random.next() < HASTY ? 0 : well() + 1;
    while (well() < awaited && mistakes().length === 0) await wait(10);
    await wait(random.below(LONGEST_PAUSE_MS));
    killer.kill();
  }
  over.abort();
  await Promise.all(running);
  for (const thread of threads) await thread.runOne();
  await host[Symbol.asyncDispose]();
  const wrong = [...mistakes(), ...(await leftovers(killer.seen, runtimeFolder))];
  const cells = threads.reduce((sum, thread) => sum + thread.cells, 0);
  return { wrong, kills: killer.kills, cells, afterDeath: threads.flatMap(({ afterDeath }) => afterDeath) };
}

class Killer {
  readonly seen: Victim[] = [];
  readonly kills = { kernel: 0, warden: 0, zygote: 0, server: 0, keeper: 0 };
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  get count(): number {
    return Object.values(this.kills).reduce((sum, kills) => sum + kills, 0);
  }

  /** Kills one of a kind by chance, where there is any of that kind just now. */
  kill(): void {
    const kind = this.#random.pick(KINDS);
    const chance = this.#random.next();
    if ((kind === "server" || kind === "keeper") && this.kills.server + this.kills.keeper >= SERVERS_AT_MOST) return;
    const found = findVictims();
    this.seen.push(...[...found.values()].flat());
    const victims = found.get(kind) ?? [];
    const victim = victims[Math.floor(chance * victims.length)];
    if (victim === undefined) return;
    try {
      process.kill(victim.pid, "SIGKILL");
      this.kills[kind] += 1;
    } catch {
      // It has just ended.
    }
  }
}

/** @returns what the host left behind */
async function leftovers(seen: readonly Victim[], runtimeFolder: string): Promise<readonly string[]> {
  const until = performance.now() + SWEEP_LIMIT_MS;
  const processes = () => [...living(seen), ...naming(runtimeFolder)];
  const files = () => readdirSync(runtimeFolder, { recursive: true }).map(String);
  while (processes().length + files().length > 0 && performance.now() < until) await wait(50);
  const left = processes().map(({ pid, command }) => `left process ${pid}: ${command.slice(0, 100)}`);
  return [...left, ...files().map((name) => `left ${runtimeFolder}/${name}`)];
}
