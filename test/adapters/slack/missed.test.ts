import assert from "node:assert/strict";
import { test } from "node:test";
import type { Incoming } from "../../../src/core/adapter.ts";
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

function recent({ incoming: { id, thread, at } }: { readonly incoming: Incoming }) {
  return { thread, platform: "slack", first: id, at };
}

function idsOf(heard: SlackBench["heard"]): readonly string[] {
  return heard.map(({ incoming }) => incoming.id).toSorted();
}
