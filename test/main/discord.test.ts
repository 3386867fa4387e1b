import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeDiscord } from "../fakes/discord/fake-discord.ts";
import { ModelServer, says } from "../fakes/model-server.ts";
import { fenced } from "../fakes/turn.ts";
import { BotProcess, dataFolder } from "./bot-process.ts";

const onDiscord = (discord: FakeDiscord) => ({
  DISCORD_TOKEN: discord.token,
  DISCORD_API_URL: discord.url,
  DISCORD_GUILD: discord.world.guild,
});

test("on Discord a mention, a follow-up, !run and /run go through model and kernel, and SIGTERM ends all in order", async (t) => {
  const discord = await FakeDiscord.open({ rateLimits: true });
  t.after(() => discord.close());
  const drawing = "import matplotlib.pyplot as plt\nx = 6\nplt.plot([1, 2])\nplt.show()";
  await using server = await ModelServer.start(
    says([fenced(drawing)]),
    says(["A line."]),
    says([fenced("print(x * 7)")]),
    says(["It is 42."]),
  );
  const bot = new BotProcess({ ...onDiscord(discord), OPENAI_BASE_URL: server.url, MODEL: "glm-test" });
  await bot.shows("discord: connected as threadbook\n");
  const ada = discord.person("Ada");
  const shown = () =>
    discord
      .answers()
      .map(({ content, attachments: [file] }) => file?.name ?? content)
      .join("\n");
  const said = await ada.says(discord.general.id, `${discord.mention} draw a line`);
  await discord.changes.until("the figure and the answer", () => /figure-1\.png[^]*A line\./.test(shown()), 30_000);
  await ada.says(said.id, "and six times seven?");
  await discord.changes.until("the second answer", () => /42[^]*It is 42\./.test(shown()), 30_000);
  await ada.says(said.id, "!run print(x + 1000)");
  await discord.changes.until("what !run printed", () => shown().includes("1006"), 30_000);
  ada.uses(discord.general.id, "run", { code: "print('x' in globals())" });
  await discord.changes.until("what /run printed", () => shown().includes("False"), 30_000);
  await ada.says(said.id, "!run import time; print('asleep'); time.sleep(600)");
  await discord.changes.until("a running cell", () => shown().includes("asleep"), 30_000);
  bot.process.kill("SIGTERM");
  const { status, out } = await bot.ended;
  assert.equal(status, 0);
  assert.equal(out, "discord: connected as threadbook\n");
  assert.match(discord.answers().at(-1)?.content ?? "", /▸/);
  assert.deepEqual(
    discord.answers().flatMap(({ components }) => components),
    [],
  );
  assert.equal(
    discord.requests.some(({ status: answered }) => answered === 429),
    false,
  );
});

test("an answer on Discord that a kill cut off is mended at the next start, and what was said meanwhile is answered, once", async (t) => {
  const discord = await FakeDiscord.open();
  t.after(() => discord.close());
  const settings = { ...onDiscord(discord), THREADBOOK_DATA: dataFolder() };
  const killed = new BotProcess(settings);
  await killed.shows("discord: connected");
  const ada = discord.person("Ada");
  const said = await ada.says(
    discord.general.id,
    `${discord.mention} !run import time; print('asleep'); time.sleep(600)`,
  );
  await discord.changes.until("a running cell", () => discord.answers()[0]?.content.includes("asleep"), 30_000);
  killed.process.kill("SIGKILL");
  await killed.ended;
  await ada.says(said.id, "!run print(6 * 7)");
  const bot = new BotProcess(settings);
  await bot.shows("discord: connected");
  const mended = () => discord.answers()[0]?.content.includes("ended in the middle");
  await discord.changes.until("the mended answer", mended, 30_000);
  const second = () => discord.answers()[1]?.content.includes("42");
  await discord.changes.until("the answer to what was said meanwhile", second, 30_000);
  bot.process.kill("SIGTERM");
  assert.equal((await bot.ended).status, 0);
  assert.deepEqual(
    discord.answers().map(({ components }) => components),
    [[], []],
  );
});

test("a server that has not let the bot in is no reason to end, and is named", async (t) => {
  const discord = await FakeDiscord.open({ letIn: false });
  t.after(() => discord.close());
  const bot = new BotProcess(onDiscord(discord));
  await bot.shows("discord: connected");
  discord.letBotIn();
  await discord.changes.until("its commands", () => discord.commandNames.length === 3, 30_000);
  bot.process.kill("SIGTERM");
  const { status, err } = await bot.ended;
  assert.equal(status, 0);
  assert.match(err, new RegExp(`DISCORD_GUILD: server ${discord.world.guild} has not let the bot in yet`));
});

test("a wrong Discord token is one clear sentence, and nothing is started", async (t) => {
  const discord = await FakeDiscord.open();
  t.after(() => discord.close());
  const bot = new BotProcess({ ...onDiscord(discord), DISCORD_TOKEN: "wrong" });
  const { status, out, err } = await bot.ended;
  assert.equal(status, 2);
  assert.equal(out, "");
  assert.match(err, /Expected DISCORD_TOKEN to be one that the platform accepts/);
  assert.equal(discord.gateway.identified, 0);
});
