import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { BotProcess, dataFolder } from "./bot-process.ts";

test("the bot takes its settings from .env too, and the environment counts first", async () => {
  const folder = dataFolder();
  writeFileSync(join(folder, ".env"), "THREADBOOK_STEPS=many\nMODEL_DIALECT=morse\nDISCORD_TOKEN=hunter2\n");
  const { status, out, err } = await new BotProcess({ THREADBOOK_STEPS: "3" }, folder).end().ended;
  assert.equal(status, 2);
  assert.equal(out, "");
  assert.match(err, /MODEL_DIALECT.*'morse'/);
  assert.match(err, /\.env holds DISCORD_TOKEN and can be read by other users/);
  assert.doesNotMatch(err, /THREADBOOK_STEPS|hunter2/);
});
