import assert from "node:assert/strict";
import { test } from "node:test";
import type { Dialog } from "../../../src/core/dialog.ts";
import { threadId } from "../../../src/core/ids.ts";
import type { Said } from "../../../src/core/model/model.ts";
import { WatchedModel } from "../../../src/watch/ports/watched-model.ts";
import { PromMeter } from "../../../src/watch/prometheus/prom-meter.ts";
import { sum } from "../scrape.ts";

const dialog: Dialog = { thread: threadId("test", "1"), turns: [] };
const prose: Said = { kind: "prose", raw: "Hello, all of you.", text: "Hello, all of you." };

/** A model that says these; each takes a second. */
function measured(...all: readonly Said[]) {
  let time = 0;
  const meter = new PromMeter();
  const model = {
    name: "glm",
    contextTokens: 8_192,
    size: () => 77,
    async *say(_: Dialog, signal: AbortSignal) {
      for (const said of all) {
        time += 1_000;
        signal.throwIfAborted();
        yield said;
      }
    },
  };
  const count = async (name: string, labels = {}) => sum(await meter.text(), `threadbook_model_${name}`, labels);
  return { watched: new WatchedModel(model, meter, () => time), count };
}

async function hear(model: WatchedModel, until: Said["kind"] = "finished", signal = new AbortController().signal) {
  for await (const { kind } of model.say(dialog, signal)) if (kind === until) return;
}

test("a first token counts from the end of the wait for others, and once", async () => {
  const { watched, count } = measured(
    { kind: "queued", ahead: 2 },
    { kind: "queued", ahead: 0 },
    { kind: "thinking", raw: "Hm" },
    prose,
    { kind: "finished", why: "stop" },
  );
  await hear(watched);
  assert.equal(await count("first_token_seconds_count"), 1);
  assert.equal(await count("first_token_seconds_sum"), 1);
});

test("tokens are the server's where it counted, else estimated, and each says which", async () => {
  const usage = { promptTokens: 120, completionTokens: 9 };
  const counted = measured(prose, { kind: "finished", why: "stop", usage });
  await hear(counted.watched);
  assert.equal(await counted.count("tokens_total", { kind: "prompt", counter: "server" }), 120);
  assert.equal(await counted.count("tokens_total", { kind: "completion", counter: "server" }), 9);
  const left = measured(prose, { kind: "code-closed", raw: "```", code: "x" }, prose);
  await hear(left.watched, "code-closed");
  assert.equal(await left.count("tokens_total", { kind: "prompt", counter: "estimate" }), 77);
  assert.equal(await left.count("tokens_total", { kind: "completion", counter: "estimate" }), 6);
});

test("what came of a request is told: said, cut off, or stopped; and that the server was asked again", async () => {
  const left = measured({ kind: "retrying", attempt: 2 }, prose, prose);
  await hear(left.watched, "prose");
  assert.equal(await left.count("requests_total", { result: "said" }), 1);
  assert.equal(await left.count("retries_total"), 1);
  const cut = measured(prose, { kind: "finished", why: "cut" });
  await hear(cut.watched, "queued");
  assert.equal(await cut.count("requests_total", { result: "cut" }), 1);
  const stopped = measured(prose);
  await assert.rejects(hear(stopped.watched, "finished", AbortSignal.abort(new Error("stop"))), /stop/);
  assert.equal(await stopped.count("requests_total", { result: "stopped" }), 1);
  assert.equal(await stopped.count("tokens_total"), 0);
});
