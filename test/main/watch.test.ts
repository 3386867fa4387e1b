import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { deliveryOf, threadOf } from "../../src/adapters/slack/place.ts";
import { shortId } from "../../src/watch/short-id.ts";
import { FakeDiscord } from "../fakes/discord/fake-discord.ts";
import { ModelServer, refuses, says } from "../fakes/model-server.ts";
import { FakeSlack } from "../fakes/slack/fake-slack.ts";
import type { SlackMessage } from "../fakes/slack/message.ts";
import { team } from "../fakes/slack/workspace.ts";
import { fenced } from "../fakes/turn.ts";
import { sum } from "../watch/scrape.ts";
import { freePort } from "../watch/watched-bot.ts";
import { BotProcess, dataFolder } from "./bot-process.ts";

const patienceMs = 30_000;
const key = "sk-planted/key+of=the-model";
const storePassword = "planted%20store";

for (const level of ["info", "debug"]) {
  test(`at the level ${level} no secret of the settings is in the log or in /metrics, wherever it was planted`, async (t) => {
    await using slack = await FakeSlack.start();
    const discord = await FakeDiscord.open();
    t.after(() => discord.close());
    const { botToken, appToken } = slack.api;
    const secrets = [botToken, appToken, discord.token, key, storePassword, decodeURIComponent(storePassword)];
    const planted = `CONTENT ${secrets.join(" ")}`;
    await using server = await ModelServer.start(
      refuses(503, `wrong ${planted}`, { "retry-after": "0" }),
      says([
        `Look: ${planted}.\n`,
        fenced(`import os, sys\nprint(${JSON.stringify(planted)})\nos.write(2, b"CONTENT raw")`),
      ]),
      says([fenced(`raise ValueError(${JSON.stringify(planted)})`)]),
      says([planted]),
      refuses(401, `wrong key ${planted}`),
    );
    const [port, data] = [await freePort(), dataFolder()];
    const bot = new BotProcess({
      SLACK_BOT_TOKEN: botToken,
      SLACK_APP_TOKEN: appToken,
      SLACK_API_URL: slack.apiUrl,
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.url,
      DISCORD_GUILD: discord.world.guild,
      OPENAI_BASE_URL: server.url,
      OPENAI_API_KEY: key,
      MODEL: "glm-test",
      STORE_URL: `sqlite:${join(data, "store.sqlite")}?password=${storePassword}`,
      THREADBOOK_DATA: data,
      THREADBOOK_WATCH_PORT: `${port}`,
      THREADBOOK_LOG_LEVEL: level,
    });
    await bot.shows("slack: connected");
    await bot.shows("discord: connected");
    // A call that Slack refuses, in its own words, is one that is logged.
    slack.faults.plan("chat.postMessage", { kind: "refused", error: "invalid_blocks" });
    slack.faults.plan("chat.update", { kind: "limited", retryAfterSeconds: 0 });
    slack.people.mention(`plot ${planted}`);
    const answers = () => slack.messages("C1").filter((message) => message.bot);
    const until = (done: () => boolean, what: string) => slack.until(done, what, patienceMs);
    await until(() => answers().some(({ text }) => text.includes("ValueError")), "the error");
    await until(() => answers().every(({ buttons }) => buttons.length === 0), "the end of the answer");
    const ada = discord.person("Ada");
    await ada.says(discord.general.id, `${discord.mention} !run print('''${planted}''')`);
    await discord.changes.until("the cell", () => discord.answers().at(-1)?.content.includes("CONTENT"), patienceMs);
    await ada.says(discord.general.id, `${discord.mention} ${planted}`);
    await discord.changes.until("the refusal", () => discord.answers().at(-1)?.content.includes("key"), patienceMs);
    const metrics = await ended(port, 3);
    const ready = await (await fetch(`http://127.0.0.1:${port}/readyz`)).text();
    bot.process.kill("SIGTERM");
    assert.equal((await bot.ended).status, 0);
    const log = readFileSync(join(data, "logs", "threadbook.log"), "utf8");
    assert.match(log, /a turn begins.*\n[^]*a turn has ended/);
    assert.deepEqual(JSON.parse(ready), {
      ready: false,
      needs: { store: "ok", kernels: "ok", model: "model-unauthorized", slack: "ok", discord: "ok" },
    });
    for (const seen of [log, metrics, ready]) {
      for (const secret of secrets) assert.equal(seen.includes(secret), false, secret);
      for (const content of ["CONTENT", "ValueError", "Ada", "os.write"]) {
        assert.equal(seen.includes(content), false, content);
      }
    }
    assert.ok(
      sum(metrics, "threadbook_platform_calls_total", { platform: "slack", method: "chat.postMessage", result: "ok" }) >
        0,
    );
    assert.ok(sum(metrics, "threadbook_platform_calls_total", { platform: "slack", result: "refused" }) > 0);
    assert.ok(
      sum(metrics, "threadbook_platform_calls_total", {
        platform: "discord",
        method: "POST /channels/:id/messages",
        result: "ok",
      }) > 0,
    );
    assert.ok(sum(metrics, "threadbook_drawing_delay_seconds_count", { platform: "slack" }) > 0);
    assert.ok(sum(metrics, "threadbook_drawing_delay_seconds_count", { platform: "discord" }) > 0);
    assert.equal(sum(metrics, "threadbook_model_retries_total"), 1);
    assert.equal(sum(metrics, "threadbook_turns_total", { failure: "model-unauthorized" }), 1);
  });
}

test("what is logged of calls to a platform has the id of the turn they were made for", async () => {
  await using slack = await FakeSlack.start();
  const data = dataFolder();
  const { botToken, appToken } = slack.api;
  const tokens = { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_API_URL: slack.apiUrl };
  const bot = new BotProcess({ ...tokens, THREADBOOK_SANDBOX: "off", THREADBOOK_DATA: data });
  await bot.shows("slack: connected");
  const said: SlackMessage[] = [];
  for (const text of ["!help", "!vars"]) {
    slack.faults.plan("chat.postMessage", { kind: "refused", error: "invalid_blocks" });
    const asked = slack.people.mention(text);
    said.push(asked);
    await slack.until(() => slack.messages("C1", asked.ts).some((message) => message.bot), "an answer", patienceMs);
  }
  bot.process.kill("SIGTERM");
  await bot.ended;
  const turns = said.map(({ channel, ts }) => shortId(deliveryOf(threadOf(team, channel, ts, undefined), ts)));
  const lines = readFileSync(join(data, "logs", "threadbook.log"), "utf8")
    .trim()
    .split("\n");
  const told = lines.map((line) => JSON.parse(line) as { readonly msg: string; readonly turn?: string });
  for (const what of [/^a platform did not take a call$/, /^Slack refused a message's blocks/]) {
    const of = told.filter(({ msg }) => what.test(msg)).map(({ turn }) => turn);
    assert.deepEqual(new Set(of), new Set(turns));
  }
});

test("a port that is taken is one clear sentence, and nothing is started", async (t) => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  t.after(() => other.close());
  const address = other.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const { status, out, err } = await new BotProcess({ THREADBOOK_WATCH_PORT: `${port}` }).end().ended;
  assert.equal(status, 2);
  assert.equal(out, "");
  assert.match(
    err,
    new RegExp(`Expected THREADBOOK_WATCH_PORT to be a port that is free on 127.0.0.1, got '${port}': EADDRINUSE`),
  );
});

/** `/metrics` once so many turns have ended. */
async function ended(port: number, turns: number): Promise<string> {
  for (;;) {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    if (sum(text, "threadbook_turns_total") >= turns) return text;
  }
}
