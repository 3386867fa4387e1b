import assert from "node:assert/strict";
import { test } from "node:test";
import { type Clock, systemClock } from "../../../src/adapters/chat/clock.ts";
import { Sign } from "../../../src/adapters/slack/showing/sign.ts";
import { SlackBench } from "./slack-bench.ts";

test("a status is shown anew before Slack takes it away, and after each post; nothing comes after its end", async () => {
  await using bench = await SlackBench.open();
  let now = 0;
  const clock: Clock = {
    now: () => now,
    wait: async (_ms, signal) => {
      await systemClock.wait(1, signal);
      now += 5_000;
    },
  };
  const { sign, slack, workspace, ts, calls } = signAt(bench, clock);
  sign.show("is thinking");
  await slack.until(() => calls().length === 3);
  assert.ok(now >= 180_000 && now < 240_000, `${now}`);
  sign.posted();
  await slack.until(() => calls().length === 4);
  assert.ok(now < 260_000, `${now}`);
  sign.show(undefined);
  await workspace.finished();
  await slack.until(() => calls().length === 5);
  assert.deepEqual(calls(), ["is thinking", "is thinking", "is thinking", "is thinking", ""]);
  assert.equal(slack.workspace.status("C1", ts), "");
});

test("a status that Slack takes behind the answer is taken away, also where the bot ends", async () => {
  await using bench = await SlackBench.open();
  const { sign, slack, workspace, ts, calls } = signAt(bench, systemClock);
  const letGo = slack.faults.hold("assistant.threads.setStatus");
  sign.show("is thinking");
  await slack.until(() => calls().length === 1);
  await workspace.clients.write.chat.postMessage({ channel: "C1", thread_ts: ts, text: "Done." });
  sign.posted();
  sign.show(undefined);
  letGo();
  await workspace.finished();
  assert.deepEqual(calls(), ["is thinking", ""]);
  assert.equal(slack.workspace.status("C1", ts), "");
});

function signAt(bench: SlackBench, clock: Clock) {
  const { slack } = bench;
  const workspace = bench.workspace({ clock });
  const { ts } = slack.people.say("go");
  const sign = new Sign(workspace, { channel: "C1", thread: ts, asked: ts });
  const calls = () => slack.calls("assistant.threads.setStatus").map(({ args }) => args["status"]);
  return { sign, slack, workspace, ts, calls };
}
