import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeDiscord } from "../fakes/discord/fake-discord.ts";
import { FakeSlack } from "../fakes/slack/fake-slack.ts";
import { BotProcess } from "./bot-process.ts";

test("a platform that shuts the bot out does not end it on the other; without any it ends", async (t) => {
  await using slack = await FakeSlack.start();
  const discord = await FakeDiscord.open();
  t.after(() => discord.close());
  const bot = new BotProcess({
    SLACK_BOT_TOKEN: slack.api.botToken,
    SLACK_APP_TOKEN: slack.api.appToken,
    SLACK_API_URL: slack.apiUrl,
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.url,
  });
  await bot.shows("discord: connected");
  discord.gateway.drop(4004);
  const { ts } = slack.people.mention("!help");
  await slack.until(() => slack.messages("C1", ts).length > 1, "an answer on Slack", 30_000);
  slack.faults.plan("apps.connections.open", { kind: "refused", error: "invalid_auth" }, 100);
  slack.sockets.close();
  const { status, err } = await bot.ended;
  assert.equal(status, 2);
  assert.match(err, /DISCORD_TOKEN[^\n]*\nThe bot goes on without discord\.\n[^]*SLACK_APP_TOKEN/);
});
