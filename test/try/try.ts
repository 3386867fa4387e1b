import { resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { withEnvFile } from "../../config/env-file.ts";
import { readSettings, SettingsFault } from "../../config/read-settings.ts";
import { connectModel } from "../../src/core/model/finding/connect-model.ts";
import { modelWish } from "../../src/main/model-wish.ts";
import { FakeDiscord } from "../fakes/discord/fake-discord.ts";
import { FakeSlack } from "../fakes/slack/fake-slack.ts";
import { Bot } from "./bot.ts";
import { openDataFolder } from "./data-folder.ts";
import { DiscordRoom } from "./discord-room.ts";
import { PageServer } from "./page-server.ts";
import type { Room } from "./room.ts";
import { SlackRoom } from "./slack-room.ts";

const root = resolve(import.meta.dirname, "../..");
const leaving = Promise.withResolvers<{ readonly status: number; readonly word?: string }>();

process.on("SIGINT", () => leaving.resolve({ status: 130 }));
for (const signal of ["SIGTERM", "SIGHUP", "disconnect"]) process.on(signal, () => leaving.resolve({ status: 0 }));
process.channel?.unref();
process.exitCode = await main().catch(complain);

/** The bot between a simulated Slack and a simulated Discord, and a page that shows both. @returns the exit status */
async function main(): Promise<number> {
  await using open = new AsyncDisposableStack();
  const slack = open.use(await FakeSlack.start());
  const discord = await FakeDiscord.open();
  open.defer(() => close(discord));
  const environment = alone(slack, discord, await openDataFolder(root, open));
  readSettings(environment);
  const bot = open.use(new Bot(environment));
  void bot.ended.then((status) => leaving.resolve({ status: status === 0 ? 1 : status, word: "The bot has ended.\n" }));
  const rooms = [new SlackRoom(slack), new DiscordRoom(discord)];
  await Promise.race([leaving.promise, show(rooms, bot, environment, open)]);
  const { status, word = "" } = await leaving.promise;
  process.stderr.write(word);
  return status;
}

async function show(
  rooms: readonly Room[],
  bot: Bot,
  environment: NodeJS.ProcessEnv,
  open: AsyncDisposableStack,
): Promise<void> {
  await bot.connected(rooms.map(({ platform }) => platform));
  const connected = await connectModel(modelWish(readSettings(environment), sleep));
  const model = connected && { name: connected.model.name, url: connected.url };
  const page = open.use(new PageServer(rooms, { model }));
  process.stdout.write(`${await page.listen()}\n`);
  if (model === undefined) await Promise.all(rooms.map(askForTour));
}

/** Somebody asks for what was written beforehand, so that there is something to see without a model. */
async function askForTour(room: Room): Promise<void> {
  const [place] = room.view().places;
  if (place === undefined) return;
  await room.perform({ do: "say", place: place.id, text: "!tour", mention: true, files: [] });
}

/** The settings as they are, but with simulated places for real ones, and a folder and a store that nobody else uses. */
function alone(slack: FakeSlack, discord: FakeDiscord, data: string): NodeJS.ProcessEnv {
  const given = withEnvFile(process.env, process.cwd(), (sentence) => process.stderr.write(`${sentence}\n`));
  const places: NodeJS.ProcessEnv = {
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.api.botToken,
    SLACK_APP_TOKEN: slack.api.appToken,
    DISCORD_API_URL: discord.url,
    DISCORD_TOKEN: discord.token,
    DISCORD_GUILD: discord.world.guild,
    STORE_URL: "",
    THREADBOOK_DATA: data,
  };
  const files = Object.keys(places).map((name) => `${name}_FILE`);
  return { ...given, ...places, ...Object.fromEntries(files.map((name) => [name, ""])) };
}

/** What the simulated Discord has to say about the wire is for its own tests. */
async function close(discord: FakeDiscord): Promise<void> {
  discord.violations();
  await discord.close();
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal });
}

function complain(error: unknown): number {
  if (!(error instanceof SettingsFault)) throw error;
  process.stderr.write(`${error.message}\n`);
  return 2;
}
