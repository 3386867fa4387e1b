import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { neededScopes } from "../../../src/adapters/slack/wire/sign-in.ts";

const file = join(import.meta.dirname, "../../../config/slack-manifest.json");
const manifest = JSON.parse(readFileSync(file, "utf8"));

test("the manifest asks for the scopes that the bot needs, and for no others", () => {
  assert.deepEqual(manifest.oauth_config.scopes.bot, neededScopes);
});

test("the manifest has the commands and events that the bot listens to", () => {
  const commands = manifest.features.slash_commands.map(({ command }: { readonly command: string }) => command);
  assert.deepEqual(commands, ["/run", "/ask", "/help"]);
  const { bot_events: events } = manifest.settings.event_subscriptions;
  assert.deepEqual(events, ["app_mention", "message.channels", "message.groups", "message.im", "message.mpim"]);
  assert.equal(manifest.settings.socket_mode_enabled, true);
  assert.equal(manifest.settings.interactivity.is_enabled, true);
});
