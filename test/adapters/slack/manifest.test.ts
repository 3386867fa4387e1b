import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { botScopes } from "../../../config/slack-scopes.ts";
import { SlackBench } from "./slack-bench.ts";

const file = join(import.meta.dirname, "../../../config/slack-manifest.json");
const manifest = JSON.parse(readFileSync(file, "utf8"));
/** Slack refuses a manifest that has one of these scopes and not the feature. */
const features: Readonly<Record<string, string>> = {
  "app_mentions:read": "bot_user",
  "assistant:write": "assistant_view",
  "chat:write": "bot_user",
  commands: "slash_commands",
};

test("the manifest's scopes are what the bot looks for at its start, and no right to open conversations is among them", async () => {
  const scopes = await botScopes();
  assert.deepEqual(scopes, manifest.oauth_config.scopes.bot);
  assert.ok(!scopes.includes("im:write"));
  await using bench = await SlackBench.open();
  await bench.adapter.signIn();
  assert.deepEqual(bench.warnings, []);
  bench.slack.api.scopes = scopes.slice(2);
  await bench.adapter.signIn();
  assert.deepEqual(bench.warnings, [`Slack has not granted the scopes ${scopes.slice(0, 2).join(", ")}`]);
});

test("no scope stands in the manifest without the feature that Slack wants with it", async () => {
  const wanted = (await botScopes()).flatMap((scope) => features[scope] ?? []);
  const given = Object.keys(manifest.features);
  assert.deepEqual(
    wanted.filter((feature) => !given.includes(feature)),
    [],
  );
});

test("the manifest has the commands and events that the bot listens to", () => {
  const commands = manifest.features.slash_commands.map(({ command }: { readonly command: string }) => command);
  assert.deepEqual(commands, ["/run", "/ask", "/help"]);
  const { bot_events: events } = manifest.settings.event_subscriptions;
  assert.deepEqual(events, ["app_mention", "message.channels", "message.groups", "message.im", "message.mpim"]);
  assert.equal(manifest.settings.socket_mode_enabled, true);
  assert.equal(manifest.settings.interactivity.is_enabled, true);
});
