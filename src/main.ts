import { renameSync, statSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { userInfo } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Logger, pino } from "pino";
import { kernelLimits } from "../config/kernel-limits.ts";
import { readSettings, SettingsFault } from "../config/read-settings.ts";
import type { Settings } from "../config/settings.ts";
import { systemClock } from "./adapters/console/clock.ts";
import { ConsoleAdapter } from "./adapters/console/console-adapter.ts";
import { TerminalThreads } from "./adapters/console/terminal-threads.ts";
import { Bot } from "./core/bot.ts";
import type { House } from "./core/house.ts";
import { personId } from "./core/ids.ts";
import { Lanes } from "./core/lanes.ts";
import { connectModel } from "./core/model/finding/connect-model.ts";
import { FolderBlobs } from "./core/store/folder-blobs.ts";
import { openStore } from "./core/store/open-store.ts";
import { Dialogs } from "./core/store/record/dialogs.ts";
import { type OpenThread, Threads } from "./core/threads.ts";
import type { Language } from "./core/words/sentence.ts";
import { words } from "./core/words/words.ts";
import { Failure } from "./failure.ts";
import { tolerateCanceledFutures } from "./kernel/jupyter/canceled-futures.ts";
import { JupyterHost } from "./kernel/jupyter/host.ts";
import { whyNotSealed } from "./kernel/jupyter/sealing.ts";

/** After this the process ends, whatever still hangs. */
const END_WITHIN_MS = 8_000;
/** A log that is longer at a start makes way for a fresh one, and replaces the one before it. */
const LOG_BYTES = 10_000_000;

const root = resolve(import.meta.dirname, "..");
const environment = process.env;
const PYTHON = join(root, ".threadbook", "python", "bin", "python");
const PYTHON_PATH = join(root, "src", "kernel", "python");
const language: Language = /^zh/i.test(environment["LC_ALL"] || environment["LANG"] || "") ? "zh" : "en";
const leaving = Promise.withResolvers<number>();

process.exitCode = await main().catch(complain);

/** Runs until input ends, the person leaves, or a signal comes. @returns the exit status */
async function main(): Promise<number> {
  const settings = readSettings(environment);
  leaveOnSignals();
  if (settings.sandbox === "on") await refuseUnsealed();
  const data = resolve(root, settings.data ?? ".threadbook/data");
  await makeDataFolder(data);
  await using house = new AsyncDisposableStack();
  house.use(tolerateCanceledFutures());
  return await live(settings, data, openLog(data, settings), house);
}

async function refuseUnsealed(): Promise<void> {
  const why = await whyNotSealed(PYTHON, PYTHON_PATH, environment["PATH"]);
  if (why !== undefined) throw new SettingsFault([why]);
}

async function makeDataFolder(data: string): Promise<void> {
  try {
    await mkdir(data, { recursive: true, mode: 0o700 });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SettingsFault([`Expected THREADBOOK_DATA to be a folder that can be made, got '${data}': ${why}.`]);
  }
}

async function live(settings: Settings, data: string, log: Logger, open: AsyncDisposableStack): Promise<number> {
  const store = open.use(
    await openStore(settings.storeUrl ?? `sqlite:${join(data, "threadbook.sqlite")}`, ({ file, movedTo, why }) =>
      process.stderr.write(`${file} could not be read (${why}); it was moved to ${movedTo} and a fresh one begun.\n`),
    ),
  );
  const kernels = open.use(openKernels(data, settings, log));
  kernels.warm();
  const connected = await connectModel(wishOf(settings));
  const threads = open.use(new Threads(new Dialogs(store), kernels));
  const blobs = new FolderBlobs(join(data, "blobs"));
  const house: House = { threads, lanes: new Lanes(), kernels, blobs, connected, limits: settings, sleep };
  const bot = new Bot(house, store, {
    mistake: (reference, error) => log.error({ reference, err: error }, "a mistake of our own"),
    undelivered: ({ id }, reason) => log.warn({ id, reason }, "an answer could not be shown"),
  });
  const terminalThreads = await TerminalThreads.open(join(data, "terminal-thread"));
  const terminal = open.use(openTerminal(data, blobs, terminalThreads));
  open.defer(() => bot.close());
  await bot.attach(terminal);
  const unsealed = settings.sandbox === "off";
  greet(terminal, house, await threads.open(terminalThreads.current()), { apart: terminalThreads.apart, unsealed });
  const status = await Promise.race([terminal.done.then(() => 0), leaving.promise]);
  setTimeout(() => process.exit(status), END_WITHIN_MS).unref();
  return status;
}

function greet(
  terminal: ConsoleAdapter,
  { connected }: House,
  thread: OpenThread,
  { apart, unsealed }: { readonly apart: boolean; readonly unsealed: boolean },
): void {
  const speak = words(language).console;
  const turns = thread.record.dialog.turns.length;
  const syntax = terminal.syntax.bind(terminal);
  const model = connected === undefined ? undefined : `${connected.model.name} (${connected.url})`;
  terminal.tell(speak.hello(model, syntax));
  if (unsealed) terminal.tell(speak.unsealed);
  if (apart) terminal.tell(speak.apart);
  if (turns > 0) terminal.tell(speak.goesOn(turns, syntax));
  if (thread.cutOff) terminal.tell(speak.cutOff);
}

function openKernels(data: string, settings: Settings, log: Logger): JupyterHost {
  return new JupyterHost({
    python: PYTHON,
    pythonPath: PYTHON_PATH,
    threadsFolder: join(data, "threads"),
    runtimeFolder: join(data, "run"),
    limits: {
      timeoutMs: settings.cellSeconds * 1000,
      graceMs: settings.graceSeconds * 1000,
      outputCharacters: settings.outputCharacters,
      floodCharacters: settings.outputCharacters * 4,
      figures: settings.figures,
      figureBytes: settings.figures * 1_000_000,
    },
    log: (line) => log.info({ line }, "kernels"),
    environment,
    sealing:
      settings.sandbox === "off" ? undefined : { limits: kernelLimits(settings), warmKernels: settings.warmKernels },
  });
}

function openTerminal(data: string, blobs: FolderBlobs, threads: TerminalThreads): ConsoleAdapter {
  const { username } = userInfo();
  return new ConsoleAdapter({
    input: process.stdin,
    output: process.stdout,
    errors: process.stderr,
    blobs,
    threads,
    person: { id: personId("console", username), name: username, language, standing: "member" },
    dataFolder: data,
    workingFolder: process.cwd(),
    environment,
    clock: systemClock,
    leave: () => leaving.resolve(130),
  });
}

function wishOf(settings: Settings): Parameters<typeof connectModel>[0] {
  return {
    baseUrl: settings.openaiBaseUrl,
    model: settings.model,
    apiKey: settings.openaiApiKey,
    dialect: settings.dialect,
    sampling: settings,
    contextTokens: settings.contextTokens,
    patience: {
      firstTokenMs: settings.firstTokenSeconds * 1000,
      betweenTokensMs: settings.nextTokenSeconds * 1000,
      attempts: settings.attempts,
    },
    sleep,
  };
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch((error: unknown) => {
    throw signal.aborted ? signal.reason : error;
  });
}

function openLog(data: string, settings: Settings): Logger {
  const file = join(data, "logs", "threadbook.log");
  const kept = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (kept > LOG_BYTES) renameSync(file, `${file}.1`);
  return pino({ level: settings.logLevel, base: null }, pino.destination({ dest: file, mkdir: true, sync: true }));
}

/** The starter holds the bot's IPC channel: when it is gone, so is whoever started the bot. */
function leaveOnSignals(): void {
  process.on("SIGTERM", () => leaving.resolve(0));
  process.on("SIGHUP", () => leaving.resolve(0));
  process.on("SIGINT", () => leaving.resolve(130));
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
  return 1;
}
