import { join } from "node:path";
import { pino } from "pino";
import { DiscordAdapter } from "../../src/adapters/discord/discord-adapter.ts";
import { discordPictureBounds } from "../../src/adapters/discord/discord-options.ts";
import { SlackAdapter } from "../../src/adapters/slack/slack-adapter.ts";
import type { Adapter } from "../../src/core/adapter.ts";
import { Bot } from "../../src/core/bot.ts";
import type { House } from "../../src/core/house.ts";
import { Lanes } from "../../src/core/lanes.ts";
import { SharedModel } from "../../src/core/model/shared-model.ts";
import { FolderBlobs } from "../../src/core/store/folder-blobs.ts";
import { openStore } from "../../src/core/store/open-store.ts";
import { Dialogs } from "../../src/core/store/record/dialogs.ts";
import { Threads } from "../../src/core/threads.ts";
import { deskOf, logOf, type Means } from "../../src/main/open-platforms.ts";
import { watchParts } from "../../src/main/open-watch.ts";
import { PromMeter } from "../../src/watch/prometheus/prom-meter.ts";
import { Watch } from "../../src/watch/watch.ts";
import { hasty } from "../../test/adapters/slack/slack-bench.ts";
import { FakeKernelHost } from "../../test/fakes/fake-kernel.ts";
import { fastClock } from "../../test/fakes/fast-clock.ts";
import { limits } from "../../test/fakes/turn.ts";
import { servedAt, sleep } from "../served-model.ts";

/** Where people and the model are. */
export type Places = Readonly<
  Record<"slackUrl" | "botToken" | "appToken" | "discordUrl" | "discordToken" | "modelUrl", string>
>;

const log = pino({ level: "info" }, { write: () => undefined });
/** Time that keeps answers apart passes so many times as fast. */
const clock = fastClock(60);

export interface SoakedBot {
  /** Lets go of what only the pretended Pythons keep. */
  readonly forget: () => void;
  readonly threads: Threads;
}

/** The bot on Slack and Discord with all that watches it, and with pretended Pythons. */
export async function openSoakedBot(places: Places, folder: string, open: AsyncDisposableStack): Promise<SoakedBot> {
  const store = open.use(await openStore(`sqlite:${join(folder, "store.sqlite")}`, () => undefined));
  const host = open.use(new FakeKernelHost(undefined, { kernels: 40, kernelsPerPerson: 40 }));
  const meter = new PromMeter();
  const watch = new Watch(log, meter);
  const blobs = new FolderBlobs(join(folder, "blobs"));
  const adapters = await openAdapters(places, { store, blobs, log, watch }, open);
  const served = servedAt(places.modelUrl);
  const found = { model: new SharedModel(served, { modelRequests: 8, modelQueue: 200 }), url: places.modelUrl };
  const platforms = adapters.map(({ platform }) => ({ platform, connected: true }));
  const { kernels, connected } = watchParts({ store, kernels: host, connected: found, platforms }, true, watch, meter);
  const threads = open.use(new Threads(new Dialogs(store), kernels));
  const lanes = new Lanes({ turnsPerPerson: 1, waitingPerPerson: 5 });
  const house: House = { threads, lanes, kernels, blobs, connected, limits, sleep, betweenLooks: sleep };
  const bot = watch.bot(new Bot(house, store, { ...watch.botLog, mistake }));
  open.defer(() => bot.close());
  for (const adapter of adapters) await bot.attach(adapter, adapter.platform);
  return { threads, forget: () => void (host.ran.length = 0) };
}

async function openAdapters(
  { slackUrl, botToken, appToken, discordUrl, discordToken }: Places,
  means: Means,
  open: AsyncDisposableStack,
): Promise<readonly Adapter[]> {
  const desk = { ...deskOf(means), pictureBounds: discordPictureBounds, clock };
  const where = { botToken, appToken, apiUrl: slackUrl, scopes: [] };
  const slack = new SlackAdapter({ ...where, desk, clock, pace: hasty, log: logOf("slack", means) });
  const options = { token: discordToken, apiUrl: discordUrl, desk, clock, log: logOf("discord", means) };
  return [open.use(slack), open.use(await DiscordAdapter.open(options))];
}

function mistake(_: string, error: unknown): void {
  process.stderr.write(`${String(error)}\n`);
}
