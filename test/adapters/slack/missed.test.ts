import assert from "node:assert/strict";
import { test } from "node:test";
import { missed } from "../../../src/adapters/slack/hearing/missed.ts";
import type { Incoming } from "../../../src/core/adapter.ts";
import { type DeliveryId, threadId } from "../../../src/core/ids.ts";
import { SlackBench } from "./slack-bench.ts";

test("a message that was answered in its thread meanwhile is the same message when it is read again", async () => {
  await using bench = await SlackBench.start();
  const { people } = bench.slack;
  const alone = people.say("in private", { channel: "D1" });
  const open = people.mention("for all to see");
  await bench.hear(1);
  for (const { channel, ts } of [alone, open]) people.say("behind it", { channel, thread: ts });
  const again = await SlackBench.start({ slack: bench.slack, store: bench.store });
  await using adapter = again.adapter;
  await adapter.catchUp(bench.heard.slice(0, 2).map(recent), 0);
  const roots = again.heard.filter(({ incoming: { text } }) => text !== "behind it");
  assert.deepEqual(idsOf(roots), idsOf(bench.heard.slice(0, 2)));
});

test("a long absence is read again as far back as is stated, and the log says where more was said", async () => {
  await using bench = await SlackBench.open();
  const { people, sockets } = bench.slack;
  const direct = { thread: threadId("slack", "T1", "D1"), platform: "slack", first: "#0" as DeliveryId, at: 0 };
  const workspace = bench.workspace();
  const read = () => Array.fromAsync(missed(workspace, [direct], 0), (event) => (event as { text: string }).text);
  sockets.patience = { ackMs: 0, retriesMs: [] };
  const said = Array.from({ length: 1_000 }, (_, at) => people.say(`${at}`, { channel: "D1" }).text);
  assert.deepEqual(await read(), said);
  assert.deepEqual(bench.warnings, []);
  while (said.length <= 5_000) said.push(people.say("more", { channel: "D1" }).text);
  assert.equal((await read()).length, 5_000);
  assert.match(bench.warnings.join(), /More was said .* 5000 messages/);
});

test("the log says where there are more threads than are looked at", async () => {
  await using bench = await SlackBench.open();
  const { ts } = bench.slack.people.mention("hello");
  const one = { thread: threadId("slack", "T1", "C1", ts), platform: "slack", first: `#${ts}` as DeliveryId, at: 0 };
  const threads = Array.from({ length: 41 }, () => one);
  await Array.fromAsync(missed(bench.workspace(), threads, 0));
  assert.equal(bench.slack.calls("conversations.replies").length, 40);
  assert.match(bench.warnings.join(), /Of 41 threads on Slack the last 40/);
});

function recent({ incoming: { id, thread, at } }: { readonly incoming: Incoming }) {
  return { thread, platform: "slack", first: id, at };
}

function idsOf(heard: SlackBench["heard"]): readonly string[] {
  return heard.map(({ incoming }) => incoming.id).toSorted();
}
