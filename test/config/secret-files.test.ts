import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { readSettings, SettingsFault } from "../../config/read-settings.ts";

const place = mkdtempSync(join(tmpdir(), "threadbook-secrets-"));
after(() => rmSync(place, { recursive: true, force: true }));

function secretFile(name: string, text: string): string {
  writeFileSync(join(place, name), text);
  return join(place, name);
}

function faults(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof SettingsFault) return error.faults;
    throw error;
  }
  return [];
}

test("each secret may stand in a file, and the line break at its end does not belong to it", () => {
  const settings = readSettings({
    OPENAI_API_KEY_FILE: secretFile("key", "sk-1"),
    SLACK_BOT_TOKEN_FILE: secretFile("bot", "xoxb-1\n"),
    SLACK_APP_TOKEN_FILE: secretFile("app", "xapp-1\r\n"),
    DISCORD_TOKEN_FILE: secretFile("discord", "abc\n"),
    STORE_URL_FILE: secretFile("store", "sqlite:here\n"),
  });
  const { openaiApiKey, slackBotToken, slackAppToken, discordToken, storeUrl } = settings;
  assert.deepEqual(
    [openaiApiKey, slackBotToken, slackAppToken, discordToken, storeUrl],
    ["sk-1", "xoxb-1", "xapp-1", "abc", "sqlite:here"],
  );
});

test("a secret and its file together are a fault, and so are an empty and a missing file, all named at once", () => {
  assert.deepEqual(
    faults({
      OPENAI_API_KEY: "sk-1",
      OPENAI_API_KEY_FILE: secretFile("key", "sk-1"),
      DISCORD_TOKEN_FILE: secretFile("empty", "\n"),
      SLACK_BOT_TOKEN_FILE: join(place, "none"),
      SLACK_APP_TOKEN_FILE: place,
    }),
    [
      "Expected OPENAI_API_KEY or OPENAI_API_KEY_FILE, got both: keep one of them.",
      "Expected SLACK_BOT_TOKEN_FILE to name a file that can be read, but there is no such file.",
      "Expected SLACK_APP_TOKEN_FILE to name a file that can be read, but it is a folder.",
      "Expected DISCORD_TOKEN_FILE to name a file that holds the secret, got an empty one.",
    ],
  );
});

test("neither what a file holds nor a secret that was taken for its path is shown", () => {
  const found = faults({
    SLACK_BOT_TOKEN_FILE: secretFile("wrong", "hunter2-in-file"),
    DISCORD_TOKEN_FILE: "hunter2-as-path",
    OPENAI_API_KEY_FILE: "hunter2\0zero",
    STORE_URL: "mysql://bot:hunter2@db/threads",
  });
  assert.equal(found.length, 4);
  assert.doesNotMatch(found.join("\n"), /hunter2/);
});

test("an empty name of a file counts as unset", () => {
  assert.equal(readSettings({ DISCORD_TOKEN_FILE: "" }).discordToken, undefined);
});
