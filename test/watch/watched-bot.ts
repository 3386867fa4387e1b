import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Logger } from "pino";
import { readSettings } from "../../config/read-settings.ts";
import type { Settings } from "../../config/settings.ts";
import { Bot } from "../../src/core/bot.ts";
import { Lanes } from "../../src/core/lanes.ts";
import type { Model } from "../../src/core/model/model.ts";
import { openStore } from "../../src/core/store/open-store.ts";
import { Dialogs } from "../../src/core/store/record/dialogs.ts";
import type { Store } from "../../src/core/store/store.ts";
import { Threads } from "../../src/core/threads.ts";
import { openLog } from "../../src/main/open-log.ts";
import { openWatch } from "../../src/main/open-watch.ts";
import { FakeAdapter } from "../fakes/fake-adapter.ts";
import { FakeKernelHost } from "../fakes/fake-kernel.ts";
import { MemoryBlobs } from "../fakes/memory-blobs.ts";
import { limits } from "../fakes/turn.ts";

/** A host of pretended Pythons that can be gone. */
class GoingKernelHost extends FakeKernelHost {
  gone: Error | undefined;

  override async ready(): Promise<void> {
    if (this.gone !== undefined) throw this.gone;
  }
}

/** A bot with all that watches it, as main puts them together, on a platform in memory. */
export class WatchedBot implements AsyncDisposable {
  readonly adapter = new FakeAdapter();
  readonly host = new GoingKernelHost();
  readonly platform = { platform: "fake", connected: true };
  readonly store: Store;
  readonly log: Logger;
  readonly port: number;
  /** What the store does in place of answering, where it is set. */
  storeGone: (() => Promise<never>) | undefined;
  readonly #folder: string;
  readonly #settings: Settings;
  readonly #open = new AsyncDisposableStack();

  private constructor(folder: string, store: Store, port: number, level: string) {
    this.#folder = folder;
    this.#settings = readSettings({ THREADBOOK_WATCH_PORT: `${port}`, THREADBOOK_LOG_LEVEL: level });
    this.log = openLog(folder, this.#settings, []);
    this.store = store;
    this.port = port;
  }

  /** @param model undefined where none was found */
  static async start(model: Model | undefined, level = "info"): Promise<WatchedBot> {
    const port = await freePort();
    const folder = await mkdtemp(join(tmpdir(), "watched-"));
    const watched = new WatchedBot(folder, await openStore(":memory:", () => undefined), port, level);
    await watched.#begin(model);
    return watched;
  }

  async #begin(model: Model | undefined): Promise<void> {
    const { watch, see } = await openWatch(this.#settings, this.log, this.#open);
    this.#open.use(this.store);
    const look = { get: (key: string) => this.storeGone?.() ?? this.store.get(key) };
    const store = Object.assign(Object.create(this.store) as Store, look);
    const found = model && { model, url: "http://127.0.0.1:8000/v1" };
    const { kernels, connected } = see({ store, kernels: this.host, connected: found, platforms: [this.platform] });
    const threads = this.#open.use(new Threads(new Dialogs(this.store), kernels));
    const lanes = new Lanes({ turnsPerPerson: 1, waitingPerPerson: 5 });
    const house = {
      threads,
      lanes,
      kernels,
      blobs: new MemoryBlobs(),
      connected,
      limits,
      sleep: async () => undefined,
    };
    const bot = watch.bot(new Bot(house, this.store, watch.botLog));
    this.#open.defer(() => bot.close());
    await bot.attach(this.adapter, "fake");
  }

  async get(path: string): Promise<{ readonly status: number; readonly text: string }> {
    const answer = await fetch(`http://127.0.0.1:${this.port}${path}`);
    return { status: answer.status, text: await answer.text() };
  }

  /** The lines of the log so far. */
  async lines(): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const text = await readFile(join(this.#folder, "logs", "threadbook.log"), "utf8");
    return text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#open[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** A port that nobody listens on, at least a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
