import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { readSettings, SettingsFault } from "../../config/read-settings.ts";
import { settingRows } from "../../config/setting-rows.ts";

test("without any setting the defaults hold", () => {
  const settings = readSettings({});
  assert.equal(settings.steps, 8);
  assert.equal(settings.cellSeconds, 60);
  assert.equal(settings.dialect, "fenced");
  assert.equal(settings.openaiBaseUrl, undefined);
});

test("an empty value is as if it were not set", () => {
  assert.equal(readSettings({ MODEL: "", THREADBOOK_STEPS: "" }).steps, 8);
});

test("every setting that is wrong is named at once, with what was expected and what came", () => {
  const wrong = { THREADBOOK_STEPS: "many", OPENAI_BASE_URL: "localhost:8000", MODEL_DIALECT: "morse" };
  assert.throws(
    () => readSettings(wrong),
    (error: unknown) => {
      assert.ok(error instanceof SettingsFault);
      assert.equal(error.faults.length, 3);
      assert.ok(error.faults.includes("Expected THREADBOOK_STEPS to be a whole number from 1 to 50, got 'many'."));
      assert.match(error.message, /OPENAI_BASE_URL.*'localhost:8000'/);
      assert.match(error.message, /MODEL_DIALECT.*'morse'/);
      return true;
    },
  );
});

for (const value of ["0", "51", "-1", "1.5", "1e1", "0x8", " 8"]) {
  test(`THREADBOOK_STEPS refuses '${value}'`, () => {
    assert.throws(() => readSettings({ THREADBOOK_STEPS: value }), SettingsFault);
  });
}

test("a key alone configures no model and is no fault", () => {
  assert.equal(readSettings({ OPENAI_API_KEY: "sk-1" }).openaiBaseUrl, undefined);
});

test("the README's table of settings is the one that is in force", async () => {
  const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  assert.ok(readme.includes(settingRows()), "copy the rows that config/setting-rows.ts makes into the README");
});

test("a secret that is wrong is never shown, not even in part", () => {
  assert.throws(
    () => readSettings({ SLACK_BOT_TOKEN: "hunter2-secret", DISCORD_TOKEN: "with space-secret" }),
    (error: unknown) =>
      error instanceof SettingsFault && error.faults.length === 2 && !/hunter2|space-/.test(error.message),
  );
});

test("STORE_URL leads to SQLite, Redis or PostgreSQL, and a password in it is never shown", () => {
  const right = ["sqlite:a.db", "redis://:secret@h:1/2", "rediss://h", "postgresql://u:secret@h/d", "postgres://h/d"];
  for (const url of right) assert.equal(readSettings({ STORE_URL: url }).storeUrl, url);
  const wrong = ["sqlite:", "mysql://u:secret@h/d", "redis://h/d", "redis:h", "postgresql://:secret@h:x/d", "a.db"];
  for (const url of [...wrong, "pg://h?password=secret"]) {
    assert.throws(
      () => readSettings({ STORE_URL: url }),
      (error: unknown) => error instanceof SettingsFault && !error.message.includes("secret"),
    );
  }
});

test("Slack needs both of its tokens", () => {
  const alone = { SLACK_BOT_TOKEN: "xoxb-1" };
  assert.throws(() => readSettings(alone), /Expected SLACK_APP_TOKEN beside SLACK_BOT_TOKEN/);
  assert.equal(readSettings({ ...alone, SLACK_APP_TOKEN: "xapp-1" }).slackAppToken, "xapp-1");
});

test("a name that is no setting is a fault that names the nearest one", () => {
  const wrong = { THREADBOOK_STEP: "3", THREADBOOK_CELL_SECOND: "3", THREADBOOK_DATA_FILE: "x", THREADBOOK_NONE: "" };
  assert.throws(
    () => readSettings(wrong),
    (error: unknown) => {
      assert.ok(error instanceof SettingsFault);
      assert.deepEqual(error.faults, [
        "Expected a setting that there is, got THREADBOOK_STEP: the nearest is THREADBOOK_STEPS.",
        "Expected a setting that there is, got THREADBOOK_CELL_SECOND: the nearest is THREADBOOK_CELL_SECONDS.",
        "Expected a setting that there is, got THREADBOOK_DATA_FILE: the nearest is THREADBOOK_DATA.",
      ]);
      return true;
    },
  );
});

test("Python is sealed unless the operator says outright that it is not", () => {
  assert.equal(readSettings({ DISCORD_TOKEN: "abc" }).sandbox, "on");
  assert.equal(readSettings({ THREADBOOK_SANDBOX: "off" }).sandbox, "off");
  assert.throws(() => readSettings({ THREADBOOK_SANDBOX: "no" }), /Expected THREADBOOK_SANDBOX to be 'on' or 'off'/);
});

test("a Jupyter elsewhere, which is not built yet, is a fault and not ignored, and its token is never shown", () => {
  assert.throws(
    () => readSettings({ JUPYTER_URL: "http://elsewhere:8888", JUPYTER_TOKEN: "secret" }),
    (error: unknown) =>
      error instanceof SettingsFault &&
      error.faults.length === 2 &&
      /^Expected JUPYTER_URL to be unset.*not built yet/.test(error.message) &&
      !error.message.includes("secret"),
  );
  assert.doesNotThrow(() => readSettings({ JUPYTER_URL: "", JUPYTER_TOKEN: "" }));
});

test("a cell may not run for longer than the longest may", () => {
  const settings = { THREADBOOK_CELL_SECONDS: "90", THREADBOOK_LONGEST_SECONDS: "60" };
  assert.throws(() => readSettings(settings), /at most THREADBOOK_LONGEST_SECONDS, got 90 and 60: lower/);
  assert.doesNotThrow(() => readSettings({ ...settings, THREADBOOK_LONGEST_SECONDS: "90" }));
});
