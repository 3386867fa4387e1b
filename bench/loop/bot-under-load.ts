import { systemClock } from "../../src/adapters/chat/clock.ts";
import { SlackAdapter } from "../../src/adapters/slack/slack-adapter.ts";
import { slackPace } from "../../src/adapters/slack/slack-options.ts";
import { Bot } from "../../src/core/bot.ts";
import { Lanes } from "../../src/core/lanes.ts";
import { SharedModel } from "../../src/core/model/shared-model.ts";
import { openStore } from "../../src/core/store/open-store.ts";
import { Dialogs } from "../../src/core/store/record/dialogs.ts";
import { Threads } from "../../src/core/threads.ts";
import { FakeKernelHost } from "../../test/fakes/fake-kernel.ts";
import { MemoryBlobs } from "../../test/fakes/memory-blobs.ts";
import { pretendPython } from "../../test/fakes/pretend-python.ts";
import { limits } from "../../test/fakes/turn.ts";
import { servedAt, sleep } from "../served-model.ts";
import type { Child } from "./child.ts";

/** When each cell began and ended, by the text that it prints; nanoseconds of the machine's own clock. */
export interface CellTimes {
  readonly began: Map<string, bigint>;
  readonly ended: Map<string, bigint>;
}

interface Means {
  readonly slack: Child;
  readonly modelUrl: string;
  readonly storeFile: string;
  readonly modelRequests: number;
  /** Whether answers keep to Slack's limits. */
  readonly paced: boolean;
}

const unbounded = { most: Number.POSITIVE_INFINITY, kept: 0 };

/** The whole bot on the simulated Slack, with pretended Pythons. */
export async function botUnderLoad(means: Means, times: CellTimes): Promise<AsyncDisposable> {
  const { apiUrl, botToken, appToken } = await means.slack.next("open");
  const open = new AsyncDisposableStack();
  const store = open.use(await openStore(`sqlite:${means.storeFile}`, () => undefined));
  const host = open.use(
    new FakeKernelHost((...cell) => timed(cell, times), { kernels: 2_000, kernelsPerPerson: 2_000 }),
  );
  const threads = open.use(new Threads(new Dialogs(store), host));
  const served = servedAt(means.modelUrl);
  const model = new SharedModel(served, { modelRequests: means.modelRequests, modelQueue: 2_000 });
  const blobs = new MemoryBlobs();
  const desk = {
    store,
    blobs,
    pictureBounds: { maxSidePixels: 1_000, maxBytes: 1e6 },
    unkept: () => undefined,
    clock: systemClock,
  };
  const pace = means.paced ? slackPace : { ...slackPace, betweenEdits: 0, betweenPosts: 0, edits: unbounded };
  const log = { warn: () => undefined };
  const tokens = { botToken: String(botToken), appToken: String(appToken), apiUrl: String(apiUrl) };
  const adapter = open.use(new SlackAdapter({ ...tokens, scopes: [], desk, clock: systemClock, pace, log }));
  const lanes = new Lanes({ turnsPerPerson: 1, waitingPerPerson: 10 });
  const connected = { model, url: means.modelUrl };
  const bot = new Bot({ threads, lanes, kernels: host, blobs, connected, limits, sleep }, store, {
    mistake: (_, error) => process.stderr.write(`${String(error)}\n`),
    undelivered: (_, reason) => process.stderr.write(`${reason}\n`),
    unheard: (_, reason) => process.stderr.write(`${reason}\n`),
  });
  open.defer(() => bot.close());
  await bot.attach(adapter, "slack");
  return open;
}

async function* timed([code, ...rest]: Parameters<typeof pretendPython>, { began, ended }: CellTimes) {
  const name = /mark:(\w+)/.exec(code)?.[1] ?? "";
  began.set(name, process.hrtime.bigint());
  yield* pretendPython(code, ...rest);
  ended.set(name, process.hrtime.bigint());
}
