import { setTimeout as wait } from "node:timers/promises";
import { pino } from "pino";
import type { Adapter } from "../../src/core/adapter.ts";
import { type AttachedBot, Bot } from "../../src/core/bot.ts";
import type { House } from "../../src/core/house.ts";
import { Lanes } from "../../src/core/lanes.ts";
import { SharedModel } from "../../src/core/model/shared-model.ts";
import type { Blobs } from "../../src/core/store/blobs.ts";
import { openStore } from "../../src/core/store/open-store.ts";
import { Dialogs } from "../../src/core/store/record/dialogs.ts";
import { Threads } from "../../src/core/threads.ts";
import { watchParts } from "../../src/main/open-watch.ts";
import { PromMeter } from "../../src/watch/prometheus/prom-meter.ts";
import { Watch } from "../../src/watch/watch.ts";
import { modelAt } from "../core/model/served-model.ts";
import { FakeKernelHost } from "../fakes/fake-kernel.ts";
import { limits } from "../fakes/turn.ts";
import { MortalStore } from "./mortal-store.ts";
import type { Order } from "./order.ts";
import type { Pythons } from "./pythons.ts";
import type { Stage } from "./stage.ts";

const hasty = {
  stop: [],
  patience: { firstTokenMs: 150, betweenTokensMs: 150, attempts: 3 },
  now: Date.now,
  random: () => 0,
};

/** All that is logged passes through, to nowhere. */
const log = pino({ level: "debug" }, { write: () => undefined });

/** Looks at long cells come due a thousand times sooner: the longest here takes a moment. */
const betweenLooks: House["sleep"] = (ms, signal) => wait(ms / 1_000, undefined, { signal });

/** All that outlives the bot. */
export interface World {
  readonly stage: Stage;
  readonly modelUrl: string;
  readonly pythons: Pythons;
  readonly storeFile: string;
  readonly blobs: Blobs;
  readonly order: Order;
  /** What the bots reported as mistakes of their own. */
  readonly mistakes: unknown[];
}

/** One life of the whole bot, from its start to its kill or its end. */
export class Life {
  readonly store: MortalStore;
  readonly #stage: Stage;
  readonly #host: FakeKernelHost;
  readonly #threads: Threads;
  readonly #house: House;
  readonly #watch: Watch;
  readonly #bot: AttachedBot;
  #adapter: Adapter | undefined;
  #killed = false;

  private constructor(store: MortalStore, { stage, pythons, modelUrl, blobs, mistakes }: World) {
    this.store = store;
    this.#stage = stage;
    this.#host = pythons.host();
    const meter = new PromMeter();
    this.#watch = new Watch(log, meter);
    const shared = new SharedModel(modelAt(modelUrl, hasty), {
      modelRequests: 2,
      modelQueue: 100,
    });
    const found = { model: shared, url: modelUrl };
    const platforms = [{ platform: stage.platform, connected: true }];
    const parts = { store, kernels: this.#host, connected: found, platforms };
    const { kernels, connected } = watchParts(parts, true, this.#watch, meter);
    this.#threads = new Threads(new Dialogs(store), kernels, 2);
    this.#house = {
      threads: this.#threads,
      lanes: new Lanes({ turnsPerPerson: 2, waitingPerPerson: 12 }),
      kernels,
      blobs,
      connected,
      limits,
      sleep: async () => undefined,
      betweenLooks,
    };
    const mistake = (_: string, error: unknown) => void (this.#killed || mistakes.push(error));
    const botLog = { ...this.#watch.botLog, mistake };
    this.#bot = this.#watch.bot(new Bot(this.#house, store, botLog, { catchUpMs: 3_600_000, now: stage.now }));
  }

  /** @throws what kept the bot from starting */
  static async start(world: World): Promise<Life> {
    const store = new MortalStore(await openStore(`sqlite:${world.storeFile}`, () => undefined));
    const life = new Life(store, world);
    const means = { store, blobs: world.blobs, log, watch: life.#watch };
    life.#adapter = world.order.follow(await world.stage.open(means));
    try {
      await life.#bot.attach(life.#adapter, world.stage.platform);
      await world.stage.welcome?.(life.#house);
    } catch (error) {
      life.kill();
      throw error;
    }
    return life;
  }

  /** As SIGKILL: nothing that this life does reaches store or platform any more. */
  kill(): void {
    this.#killed = true;
    this.store.die();
    this.#stage.cut();
    void this.#adapter?.[Symbol.asyncDispose]();
    void this.#host[Symbol.asyncDispose]();
  }

  async end(): Promise<void> {
    await this.#bot.close();
    await this.#adapter?.[Symbol.asyncDispose]();
    await this.#bot.close();
    await this.#threads[Symbol.asyncDispose]();
    await this.#host[Symbol.asyncDispose]();
    this.#killed = true;
    await this.store[Symbol.asyncDispose]();
  }
}
