import assert from "node:assert/strict";
import { test } from "node:test";
import type { Adapter } from "../../src/core/adapter.ts";
import type { House } from "../../src/core/house.ts";
import { Failure } from "../../src/failure.ts";
import type { Place } from "../../src/main/place.ts";
import { talkOnPlatforms } from "../../src/main/talk-on-platforms.ts";
import { FakeDiscord } from "../fakes/discord/fake-discord.ts";
import { FakeAdapter } from "../fakes/fake-adapter.ts";
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

test("a platform on which the bot could not begin is let go of, and hears nobody any more", async () => {
  const [broken, well] = [new FakeAdapter(), new FakeAdapter()].map((adapter) =>
    Object.assign(adapter, { name: "threadbook", connected: true }),
  );
  assert.ok(broken !== undefined && well !== undefined);
  const attached = Promise.withResolvers<void>();
  const bot = {
    attach: async (adapter: Adapter) => {
      if (adapter === broken) throw new Failure("platform-unreachable", "The test's platform cannot be reached.");
      attached.resolve();
    },
    close: async () => undefined,
  };
  const house = { connected: undefined } as unknown as House;
  const place = { language: "en" } as Place;
  await using open = new AsyncDisposableStack();
  void talkOnPlatforms(bot, house, [broken, well], {}, place, open);
  await attached.promise;
  assert.deepEqual([broken.disposed, well.disposed], [true, false]);
});
