import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "node:test";
import { Bot } from "../../src/core/bot.ts";
import type { House } from "../../src/core/house.ts";
import { Lanes } from "../../src/core/lanes.ts";
import type { Model } from "../../src/core/model/model.ts";
import { openStore } from "../../src/core/store/open-store.ts";
import { Dialogs } from "../../src/core/store/record/dialogs.ts";
import type { Store } from "../../src/core/store/store.ts";
import { Threads } from "../../src/core/threads.ts";
import type { TurnView } from "../../src/core/view.ts";
import { FakeAdapter, type FakeReply } from "../fakes/fake-adapter.ts";
import { type CellScript, FakeKernelHost } from "../fakes/fake-kernel.ts";
import { MemoryBlobs } from "../fakes/memory-blobs.ts";
import { limits } from "../fakes/turn.ts";

/** When each life begins, by the platform's clock. */
const BEGUN = 0;

let folder: string;
let open: (() => Promise<void>)[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bot-"));
  open = [];
});

afterEach(async () => {
  for (const close of open.toReversed()) await close();
  await rm(folder, { recursive: true, force: true });
});

export interface Started {
  readonly adapter: FakeAdapter;
  readonly bot: Bot;
  readonly host: FakeKernelHost;
  readonly store: Store;
  readonly mistakes: unknown[];
  readonly close: () => Promise<void>;
}

/**
 * A bot on a real store in this test's folder, or on a given one; started again, it finds what the one before left.
 * @param script what its Python does
 */
export async function start(
  model?: Model,
  given?: Store,
  script?: CellScript,
  adapter = new FakeAdapter(),
): Promise<Started> {
  const store = given ?? (await openStore(`sqlite:${join(folder, "store.sqlite")}`, () => {}));
  const host = new FakeKernelHost(script);
  const threads = new Threads(new Dialogs(store), host);
  const connected = model === undefined ? undefined : { model, url: "http://127.0.0.1:8000/v1" };
  const house: House = {
    threads,
    lanes: new Lanes({ turnsPerPerson: 1, waitingPerPerson: 5 }),
    kernels: host,
    blobs: new MemoryBlobs(),
    connected,
    limits,
    sleep: atOnce,
  };
  const mistakes: unknown[] = [];
  const log = {
    mistake: (_: string, error: unknown) => mistakes.push(error),
    undelivered: () => {},
    unheard: () => {},
  };
  const bot = new Bot(house, store, log, { catchUpMs: 60_000, now: () => BEGUN });
  await bot.attach(adapter, "fake");
  let closed = false;
  const close = async () => {
    if (closed) return;
    closed = true;
    await bot.close();
    await threads[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
  };
  open.push(close);
  return { adapter, bot, host, store, mistakes, close };
}

async function atOnce(): Promise<void> {}

export async function ended(reply: Promise<FakeReply>): Promise<TurnView> {
  return (await reply).ended;
}

export function sentences(view: TurnView): string {
  return view.blocks.map((block) => (block.kind === "sentence" ? block.text : "")).join("\n");
}
