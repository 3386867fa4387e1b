import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { descendants, gone } from "../kernel/jupyter/processes.ts";
import { BotProcess } from "./bot-process.ts";

const linux = process.platform === "linux";
const options = { skip: !linux && "processes are looked for in /proc" };

/** A bot in the middle of a cell that has a daemon of its own. */
async function busy(): Promise<{ readonly bot: BotProcess; readonly below: readonly number[] }> {
  const bot = new BotProcess({});
  const code = "import subprocess, time; subprocess.Popen(['sleep', '1000'], process_group=0)";
  bot.type(`/run ${code}; print('is', 'up', flush=True); time.sleep(1000)\n`);
  await bot.shows("is up");
  const below = descendants(bot.process.pid ?? 0).map(({ pid }) => pid);
  assert.ok(below.length >= 4, "a keeper, a server, a kernel and its daemon");
  return { bot, below };
}

for (const [signal, expected] of [
  ["SIGTERM", 0],
  ["SIGINT", 130],
  ["SIGKILL", null],
] as const) {
  test(`${signal} in the middle of a cell leaves no process behind`, options, async () => {
    const { bot, below } = await busy();
    bot.process.kill(signal);
    const { status } = await bot.ended;
    assert.equal(status, expected);
    await gone(below);
  });
}

test("the bot ends when whoever started it is gone", options, async () => {
  const { bot, below } = await busy();
  bot.process.disconnect();
  assert.equal((await bot.ended).status, 0);
  await gone(below);
});

test("a signal ends a bot that waits for a platform which does not answer", async (t) => {
  const asked = Promise.withResolvers<void>();
  const silent = createServer(() => asked.resolve()).listen(0, "127.0.0.1");
  t.after(() => silent.close().closeAllConnections());
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  const tokens = { SLACK_BOT_TOKEN: "xoxb-1", SLACK_APP_TOKEN: "xapp-1" };
  const bot = new BotProcess({ ...tokens, SLACK_API_URL: `http://127.0.0.1:${port}/api/` });
  await asked.promise;
  bot.process.kill("SIGTERM");
  assert.equal((await bot.ended).status, 0);
});

test("an answer that a signal cut off says so", options, async () => {
  const { bot } = await busy();
  bot.process.kill("SIGTERM");
  const { out, err } = await bot.ended;
  assert.match(out + err, /ended in the middle|Stopped/);
});
