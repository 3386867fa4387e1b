import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { setTimeout } from "node:timers/promises";
import { type DestinationStream, pino } from "pino";
import { readSettings } from "../../config/read-settings.ts";
import { tolerateCanceledFutures } from "../../src/kernel/jupyter/canceled-futures.ts";
import type { KernelHost, KernelSession } from "../../src/kernel/session.ts";
import { openKernels } from "../../src/main/open-kernels.ts";
import { end, run, textOf } from "../contracts/kernel-contract.ts";

const root = join(import.meta.dirname, "..", "..");

export const SKIPPED = { skip: process.platform !== "linux" && "only Linux seals kernels" };

/** Generous: it tells a neighbour that is held up for good from one that waits its turn on a busy machine. */
const PATIENCE_MS = 20_000;

/** Between two answers of the neighbour during an attack, with the pause: more tells of a server or a bot that stood still. */
const LONGEST_MS = 5_000;
const PAUSE_MS = 100;

const CANARY = `canary = [7] * 1000
open("canary.txt", "w").write("untouched")
`;
const LOOK = `import os
print(sum(canary), open("canary.txt").read(), os.listdir("."))`;

/** Kernels as the bot opens them, and a thread that has nothing to do with what the others there try. */
export class Arena {
  readonly folder = mkdtempSync(join(tmpdir(), "tba-"));
  /** What the bot's log was given, a line of JSON each. */
  readonly log: string[] = [];
  readonly host: KernelHost;
  readonly #neighbour: KernelSession;
  readonly #tolerance = tolerateCanceledFutures();
  #threads = 0;

  /** @param settings names of the environment, as in config/example.env */
  constructor(settings: Readonly<Record<string, string>>) {
    const environment = { ...process.env, OPENAI_API_KEY: SECRET };
    const destination: DestinationStream = { write: (line) => void this.log.push(line) };
    const place = { root, data: this.folder, environment, language: "en" } as const;
    const wanted = { THREADBOOK_CELLS_AT_ONCE: "20", THREADBOOK_GRACE_SECONDS: "2", ...settings };
    this.host = openKernels(place, readSettings(wanted), pino({ base: null, timestamp: false }, destination));
    this.#neighbour = this.host.open("neighbour", 0, "neighbour");
  }

  /** The thread's folder as this machine sees it. */
  folderOf(thread: string): string {
    return join(this.folder, "threads", thread);
  }

  /** A thread that nobody has used yet. */
  open(): { readonly name: string; readonly session: KernelSession } {
    this.#threads += 1;
    const name = `attacker-${this.#threads}`;
    return { name, session: this.host.open(name, 0, name) };
  }

  async settle(): Promise<void> {
    assert.equal(end(await run(this.#neighbour, CANARY)).outcome, "ok");
  }

  /** The neighbour's variables, files and patience are what they were. */
  async #assertNeighbourUnharmed(): Promise<void> {
    const events = await run(this.#neighbour, LOOK, AbortSignal.timeout(PATIENCE_MS));
    assert.equal(textOf(events), "7000 untouched ['canary.txt']\n");
    assert.deepEqual(end(events), { outcome: "ok", kept: true, generation: 1 });
  }

  /** Asks the neighbour again and again while something goes on, and after it: all answers must be right and in time. */
  async besideNeighbour<Value>(goesOn: () => Promise<Value>): Promise<Value> {
    const over = new AbortController();
    const [value, longest] = await Promise.all([goesOn().finally(() => over.abort()), this.#longestWait(over.signal)]);
    assert.ok(longest < LONGEST_MS, `The neighbour waited ${Math.round(longest)} ms for an answer.`);
    return value;
  }

  async #longestWait(over: AbortSignal): Promise<number> {
    let longest = 0;
    for (let at = performance.now(), isLast = false; !isLast; ) {
      isLast = over.aborted;
      await this.#assertNeighbourUnharmed();
      const now = performance.now();
      longest = Math.max(longest, now - at);
      at = now;
      await setTimeout(PAUSE_MS, undefined, { signal: over }).catch(() => undefined);
    }
    return longest;
  }

  async close(): Promise<void> {
    await this.host[Symbol.asyncDispose]();
    this.#tolerance[Symbol.dispose]();
    rmSync(this.folder, { recursive: true, force: true });
    const faults = this.log.filter((line) => /Traceback|Uncaught|Exception in|never (awaited|retrieved)/.test(line));
    assert.deepEqual(faults, [], "The server has faults of its own.");
  }
}

/** Stands in the bot's environment, and must be seen nowhere. */
export const SECRET = "sk-secret-of-the-bot";

/** An arena for the tests of one suite. */
export function arena(settings: Readonly<Record<string, string>> = {}): Arena {
  const one = new Arena(settings);
  before(() => one.settle());
  after(() => one.close());
  return one;
}
