import assert from "node:assert/strict";
import { test } from "node:test";
import { ScriptedModel } from "../../../src/core/model/scripted-model.ts";
import { Failure } from "../../../src/failure.ts";
import { WatchedModel } from "../../../src/watch/ports/watched-model.ts";
import { PromMeter } from "../../../src/watch/prometheus/prom-meter.ts";
import { modelNeed } from "../../../src/watch/serving/needs.ts";
import { readiness } from "../../../src/watch/serving/readiness.ts";
import { WatchServer } from "../../../src/watch/serving/watch-server.ts";
import { WatchedBot } from "../watched-bot.ts";

async function needs(bot: WatchedBot): Promise<{ readonly status: number; readonly needs: unknown }> {
  const { status, text } = await bot.get("/readyz");
  return { status, needs: (JSON.parse(text) as { readonly needs: unknown }).needs };
}

function unreachable(error: unknown): boolean {
  return error instanceof Failure && error.code === "model-unreachable";
}

const all = { store: "ok", kernels: "ok", model: "ok", fake: "ok" };

test("a bot that has all it needs is ready, and alive", async () => {
  await using bot = await WatchedBot.start(new ScriptedModel([]));
  assert.deepEqual(await needs(bot), { status: 200, needs: all });
  const { status, text } = await bot.get("/healthz");
  assert.equal(status, 200);
  assert.match(text, /^\{"healthy":true,"lagMs":\d+\}\n$/);
});

test("without its store, its kernels or a platform a bot is alive but not ready, and says which is gone", async () => {
  await using bot = await WatchedBot.start(new ScriptedModel([]));
  bot.storeGone = () => Promise.reject(new Failure("store-gone", "redis://:secret@127.0.0.1 is gone"));
  assert.deepEqual(await needs(bot), { status: 503, needs: { ...all, store: "store-gone" } });
  bot.storeGone = undefined;
  bot.host.gone = new Failure("kernel-not-started", "it ended");
  assert.deepEqual(await needs(bot), { status: 503, needs: { ...all, kernels: "kernel-not-started" } });
  bot.host.gone = new Error("what nobody foresaw");
  assert.deepEqual(await needs(bot), { status: 503, needs: { ...all, kernels: "failed" } });
  bot.host.gone = undefined;
  bot.platform.connected = false;
  assert.deepEqual(await needs(bot), { status: 503, needs: { ...all, fake: "platform-unreachable" } });
  assert.equal((await bot.get("/healthz")).status, 200);
  bot.platform.connected = true;
  assert.deepEqual(await needs(bot), { status: 200, needs: all });
});

test("a bot on a platform is not ready while no model is connected", async () => {
  await using bot = await WatchedBot.start(undefined);
  assert.deepEqual(await needs(bot), { status: 503, needs: { ...all, model: "no-model" } });
});

test("what does not answer in time is not there, and holds up nothing else", async () => {
  const hanging = { name: "store", look: () => new Promise<void>(() => undefined) };
  const there = { name: "kernels", look: async () => undefined };
  const found = await readiness([hanging, there], 5);
  assert.deepEqual(found, { ready: false, needs: { store: "no answer within 5 ms", kernels: "ok" } });
});

test("a bot that is still starting is not ready", async () => {
  assert.deepEqual(await readiness([]), { ready: false, needs: {} });
});

test("a model whose last request its server failed is not ready for a while, and at once when it speaks", async () => {
  let time = 0;
  let fails = true;
  const speaking = new ScriptedModel(["One.", "Two."]);
  const model = {
    name: "glm",
    contextTokens: 8_192,
    size: () => 10,
    say: (...given: Parameters<typeof speaking.say>) => {
      if (fails) throw new Failure("model-unreachable", "http://gpu");
      return speaking.say(...given);
    },
  };
  const watched = new WatchedModel(model, new PromMeter(), () => time);
  const need = modelNeed(watched, () => time);
  const ask = async () => {
    const dialog = { thread: "fake:1", turns: [] } as unknown as Parameters<typeof speaking.say>[0];
    for await (const said of watched.say(dialog, new AbortController().signal)) assert.ok(said.kind);
  };
  await need.look();
  await assert.rejects(ask(), unreachable);
  await assert.rejects(need.look(), unreachable);
  time += 600_001;
  await need.look();
  await assert.rejects(ask(), unreachable);
  fails = false;
  await ask();
  await need.look();
});

test("a process that is late for long is not healthy", async () => {
  let lagMs = 1_001;
  const watched = { needs: () => [], lagMs: () => lagMs, metrics: () => Promise.reject(new Error("none")) };
  await using server = await WatchServer.open(watched, "127.0.0.1", 0);
  const get = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${server.port}${path}`, init);
  assert.equal((await get("/healthz")).status, 503);
  lagMs = 1_000;
  assert.equal((await get("/healthz")).status, 200);
  assert.equal((await get("/healthz", { method: "HEAD" })).status, 200);
  assert.equal((await get("/readyz")).status, 503);
  assert.equal((await get("/metrics")).status, 500);
  assert.equal((await get("/")).status, 404);
  assert.equal((await get("/metrics", { method: "POST" })).status, 405);
});
