import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Logger } from "pino";
import { withEnvFile } from "../config/env-file.ts";
import { readSettings, SettingsFault } from "../config/read-settings.ts";
import { withSecretFiles } from "../config/secret-files.ts";
import { secretsIn } from "../config/secrets.ts";
import type { Settings } from "../config/settings.ts";
import { type AttachedBot, Bot } from "./core/bot.ts";
import type { House } from "./core/house.ts";
import { Lanes } from "./core/lanes.ts";
import { connectModel } from "./core/model/finding/connect-model.ts";
import { FolderBlobs } from "./core/store/folder-blobs.ts";
import { openStore } from "./core/store/open-store.ts";
import { Dialogs } from "./core/store/record/dialogs.ts";
import { Threads } from "./core/threads.ts";
import { words } from "./core/words/words.ts";
import { Failure } from "./failure.ts";
import { tolerateCanceledFutures } from "./kernel/jupyter/canceled-futures.ts";
import { dataFolder, storeLocation } from "./main/data-folder.ts";
import { languageOf } from "./main/language-of.ts";
import { modelWish } from "./main/model-wish.ts";
import { openKernels, sealingOf } from "./main/open-kernels.ts";
import { openLog } from "./main/open-log.ts";
import { openPlatforms } from "./main/open-platforms.ts";
import { openWatch } from "./main/open-watch.ts";
import type { Place } from "./main/place.ts";
import { type Accounts, accountsOf, takeLeases } from "./main/take-leases.ts";
import { talkInTerminal } from "./main/talk-in-terminal.ts";
import { talkOnPlatforms } from "./main/talk-on-platforms.ts";

/** After this the process ends, whatever still hangs. */
const END_WITHIN_MS = 8_000;

const root = resolve(import.meta.dirname, "..");
const language = languageOf(process.env);
const leaving = Promise.withResolvers<number>();

let started = false;

process.exitCode = await main().catch(complain);
// What a start waits for may let it wait for long.
if (!started) process.exit();

/** Runs until input ends, the person leaves, or a signal comes. @returns the exit status */
async function main(): Promise<number> {
  const environment = withEnvFile(process.env, process.cwd(), (sentence) => process.stderr.write(`${sentence}\n`));
  const settings = readSettings(environment);
  const onPlatforms = settings.slackBotToken !== undefined || settings.discordToken !== undefined;
  // On platforms a Ctrl-C is the operator's way to end the bot in order.
  leaveOnSignals(onPlatforms ? 0 : 130);
  const data = await dataFolder(root, settings);
  await using open = new AsyncDisposableStack();
  open.use(tolerateCanceledFutures());
  const place: Place = { root, data, environment, language };
  const sealing = await sealingOf(place, settings);
  if (sealing?.kind === "refused") throw new SettingsFault([sealing.why]);
  if (settings.sandbox === "off") process.stderr.write(`${words(language).unsealed}\n`);
  const log = openLog(data, settings, secretsIn(withSecretFiles(environment).environment));
  // A signal is obeyed also while the bot starts, whatever that waits for.
  const ended = Promise.race([live(settings, place, log, open), leaving.promise]);
  ended.then(endInTime, () => endInTime(1));
  return await ended;
}

async function live(settings: Settings, place: Place, log: Logger, open: AsyncDisposableStack): Promise<number> {
  const { watch, see } = await openWatch(settings, log, open);
  const store = open.use(
    await openStore(storeLocation(settings, place.data), ({ file, movedTo, why }) =>
      process.stderr.write(`${file} could not be read (${why}); it was moved to ${movedTo} and a fresh one begun.\n`),
    ),
  );
  const { lost } = await takeLeases(settings, store, sleep, open);
  const blobs = new FolderBlobs(join(place.data, "blobs"));
  const platforms = await openPlatforms(settings, { store, blobs, log, watch }, open);
  const host = open.use(openKernels(place, settings, log));
  host.warm();
  const found = await connectModel(modelWish(settings, sleep));
  const { kernels, connected } = see({ store, kernels: host, connected: found, platforms });
  const threads = open.use(new Threads(new Dialogs(store), kernels));
  const house: House = {
    threads,
    lanes: new Lanes(settings),
    kernels,
    blobs,
    connected,
    limits: settings,
    sleep,
    betweenLooks: sleep,
  };
  const catchUp = { catchUpMs: settings.catchUpMinutes * 60_000, now: Date.now };
  started = true;
  const bot = watch.bot(new Bot(house, store, watch.botLog, catchUp));
  return await Promise.race([done(bot, house, place, platforms, accountsOf(settings), open), lost]);
}

function endInTime(status: number): void {
  setTimeout(() => process.exit(status), END_WITHIN_MS).unref();
}

/** Resolves when nobody can ask anything any more; on platforms that is never. */
async function done(
  bot: AttachedBot,
  house: House,
  place: Place,
  platforms: Awaited<ReturnType<typeof openPlatforms>>,
  accounts: Accounts,
  open: AsyncDisposableStack,
): Promise<number> {
  if (platforms.length > 0) return talkOnPlatforms(bot, house, platforms, accounts, place, open);
  const terminal = await talkInTerminal(bot, house, place, () => leaving.resolve(130), open);
  await terminal.done;
  return 0;
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch((error: unknown) => {
    throw signal.aborted ? signal.reason : error;
  });
}

/** The starter holds the bot's IPC channel: when it is gone, so is whoever started the bot. */
function leaveOnSignals(interrupted: number): void {
  process.on("SIGTERM", () => leaving.resolve(0));
  process.on("SIGHUP", () => leaving.resolve(0));
  process.on("SIGINT", () => leaving.resolve(interrupted));
  process.on("disconnect", () => leaving.resolve(0));
  process.channel?.unref();
}

function complain(error: unknown): number {
  if (error instanceof SettingsFault) {
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
  if (!(error instanceof Failure)) throw error;
  const sentence = words(language).failure(error.code, error.facts, (name) => `/${name}`);
  process.stderr.write(`${sentence}\n${error.message}\n`);
  return error.code === "token-refused" ? 2 : 1;
}
