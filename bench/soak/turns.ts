import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { Bot } from "../../src/core/bot.ts";
import type { Dialog } from "../../src/core/dialog.ts";
import { personId, threadId } from "../../src/core/ids.ts";
import { Lanes } from "../../src/core/lanes.ts";
import { ScriptedModel } from "../../src/core/model/scripted-model.ts";
import { openStore } from "../../src/core/store/open-store.ts";
import { Dialogs } from "../../src/core/store/record/dialogs.ts";
import { Threads } from "../../src/core/threads.ts";
import { FakeAdapter } from "../../test/fakes/fake-adapter.ts";
import { FakeKernelHost } from "../../test/fakes/fake-kernel.ts";
import { MemoryBlobs } from "../../test/fakes/memory-blobs.ts";
import { fenced, limits } from "../../test/fakes/turn.ts";
import { heapBytes } from "../heap.ts";

const TURNS = 10_000;
const EVERY = 1_000;
const AT_ONCE = 20;
const TURNS_A_THREAD = 4;
/** Growth of the heap from the second measure on that is no leak. */
const NOISE_BYTES = 6_000_000;

/** Answers 10,000 questions, four in each thread, and measures the heap at every thousandth. @returns whether it is flat */
export async function soakTurns(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "threadbook-soak-"));
  try {
    await using store = await openStore(`sqlite:${join(folder, "store.sqlite")}`, () => undefined);
    await using host = new FakeKernelHost(undefined, { kernels: 40, kernelsPerPerson: 40 });
    await using threads = new Threads(new Dialogs(store), host);
    const heap = await turns(threads, host, store);
    const [, second = 0] = heap;
    const flat = (heap.at(-1) ?? 0) - second < NOISE_BYTES;
    process.stdout.write(`${flat ? "flat" : "IT GROWS"}; ${threads.size} threads stand open\n`);
    return flat;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function answer({ turns: all }: Dialog): string {
  const ran = all.at(-1)?.entries.some(({ kind }) => kind === "ran") === true;
  return ran ? "That is all." : fenced('x = 1\nprint("x")');
}

async function turns(threads: Threads, host: FakeKernelHost, store: Awaited<ReturnType<typeof openStore>>) {
  const model = new ScriptedModel(Array.from({ length: 2 * TURNS }, () => answer));
  const connected = { model, url: "http://127.0.0.1:8000/v1" };
  const lanes = new Lanes({ turnsPerPerson: AT_ONCE, waitingPerPerson: AT_ONCE });
  const house = {
    threads,
    lanes,
    kernels: host,
    blobs: new MemoryBlobs(),
    connected,
    limits,
    sleep: async () => undefined,
  };
  const bot = new Bot(house, store, {
    mistake: (_, error) => {
      throw error;
    },
    undelivered: () => undefined,
    unheard: () => undefined,
  });
  const adapter = new FakeAdapter();
  await bot.attach(adapter, "fake");
  const heap: number[] = [];
  for (let turn = 0; turn < TURNS; turn += AT_ONCE) {
    const asked = Array.from({ length: AT_ONCE }, (_, at) => ask(adapter, turn + at));
    await Promise.all(asked.map(async (reply) => (await reply).ended));
    // What is only weakly held goes between two rounds of the event loop.
    await setImmediate();
    adapter.replies.length = 0;
    adapter.verdicts.length = 0;
    host.ran.length = 0;
    if ((turn + AT_ONCE) % EVERY !== 0) continue;
    heap.push(heapBytes());
    process.stdout.write(
      `${String(turn + AT_ONCE).padStart(6)} turns ${((heap.at(-1) ?? 0) / 1e6).toFixed(1).padStart(7)} MB\n`,
    );
  }
  await bot.close();
  return heap;
}

function ask(adapter: FakeAdapter, turn: number) {
  const thread = threadId("fake", `${Math.floor(turn / (AT_ONCE * TURNS_A_THREAD))}-${turn % AT_ONCE}`);
  const person = {
    id: personId("fake", `${turn % AT_ONCE}`),
    name: "Ada",
    language: "en",
    standing: "member",
  } as const;
  return adapter.ask("what now?", { thread, person, at: turn });
}
