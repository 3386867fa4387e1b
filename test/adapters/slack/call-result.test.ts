import assert from "node:assert/strict";
import { test } from "node:test";
import { methodOf, resultOf } from "../../../src/adapters/slack/wire/call-result.ts";
import { SlackBench } from "./slack-bench.ts";

test("a method of the Web API has its name; addresses that hold secrets have none", () => {
  assert.equal(methodOf("https://slack.com/api/chat.postMessage"), "chat.postMessage");
  assert.equal(
    methodOf(new URL("https://slack.com/api/assistant.threads.setStatus?x=1")),
    "assistant.threads.setStatus",
  );
  assert.equal(methodOf("https://hooks.slack.com/commands/T1/secret/secret"), "other");
  assert.equal(methodOf("https://files.slack.com/upload/v1/secret"), "other");
  assert.equal(methodOf("https://slack.com/api/secret"), "other");
});

function answer(body: unknown, status = 200): ReturnType<typeof resultOf> {
  return resultOf(Response.json(body, { status }), "chat.update");
}

test("what came of a call is read off its answer", async () => {
  assert.equal(await answer({ ok: true }), "ok");
  assert.equal(await answer({ ok: false, error: "is_archived" }), "refused");
  assert.equal(await answer({ ok: false, error: "ratelimited" }), "limited");
  assert.equal(await answer({}, 429), "limited");
  assert.equal(await answer({}, 503), "failed");
  assert.equal(await resultOf(new Response("<html>"), "chat.update"), "failed");
  assert.equal(await resultOf(new Response("OK"), "other"), "ok");
});

test("the adapter knows whether Slack reaches it", async () => {
  await using bench = await SlackBench.open();
  assert.equal(bench.adapter.connected, false);
  await bench.listen();
  assert.equal(bench.adapter.connected, true);
  const letGo = bench.slack.faults.hold("apps.connections.open");
  bench.slack.sockets.drop();
  await bench.slack.until(() => bench.slack.calls("apps.connections.open").length > 2);
  assert.equal(bench.adapter.connected, false);
  letGo();
  await bench.slack.until(() => bench.slack.sockets.count === 1);
});
