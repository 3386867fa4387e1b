import assert from "node:assert/strict";
import { test } from "node:test";
import { history } from "../../../src/adapters/slack/hearing/history.ts";
import { People } from "../../../src/adapters/slack/hearing/people.ts";
import { deliveryId, threadId } from "../../../src/core/ids.ts";
import { SlackBench } from "./slack-bench.ts";

test("a thread's history says who said what, and which files came with it", async () => {
  await using bench = await SlackBench.start();
  const { people } = bench.slack;
  bench.verdict = "ignored";
  const files = [{ name: "sales.csv", bytes: Buffer.from("a,b") }];
  const { ts } = people.say("here are the numbers of <@U2>", { files });
  people.say("they look &lt; last year's", { thread: ts, user: "U2" });
  people.say("a bot's word", { thread: ts, bot: "B9" });
  people.mention("what do you think?", { thread: ts });
  people.say("said later", { thread: ts });
  const asked = await bench.slack.until(() => bench.heard.find(({ incoming }) => incoming.addressed));
  const { thread, id } = asked.incoming;
  const earlier = await bench.adapter.history(thread, id, 10);
  assert.deepEqual(
    earlier.map(({ person, text, files: [file] }) => [person.name, text, file?.name]),
    [
      ["Ada", "here are the numbers of @Bob", "sales.csv"],
      ["Bob", "they look < last year's", undefined],
    ],
  );
  assert.deepEqual(
    (await bench.adapter.history(thread, id, 1)).map(({ person }) => person.name),
    ["Bob"],
  );
});

test("the opening message of a long thread, which Slack gives with every page, is said once", async () => {
  await using bench = await SlackBench.open();
  const { people, sockets } = bench.slack;
  sockets.patience = { ackMs: 0, retriesMs: [] };
  const { ts } = people.say("first");
  for (let at = 1; at <= 250; at++) people.say(`${at}`, { thread: ts });
  const last = people.mention("and?", { thread: ts });
  const thread = threadId("slack", "T1", "C1", ts);
  const workspace = bench.workspace();
  const earlier = await history(workspace, new People(workspace), thread, deliveryId(thread, last.ts), 300);
  assert.deepEqual(
    earlier.map(({ text }) => text),
    ["first", ...Array.from({ length: 250 }, (_, at) => `${at + 1}`)],
  );
});

test("a direct conversation's history is what was written in it before", async () => {
  await using bench = await SlackBench.start();
  bench.slack.people.say("first", { channel: "D1" });
  bench.slack.people.say("second", { channel: "D1" });
  const { incoming } = await bench.hear(1);
  const earlier = await bench.adapter.history(incoming.thread, incoming.id, 10);
  assert.deepEqual(
    earlier.map(({ text }) => text),
    ["first"],
  );
});

test("a message that opens its thread has no history, and Slack is not asked", async () => {
  await using bench = await SlackBench.start();
  bench.slack.people.mention("hello");
  const { incoming } = await bench.hear();
  assert.deepEqual(await bench.adapter.history(incoming.thread, incoming.id, 10), []);
  assert.deepEqual(bench.slack.calls("conversations.replies"), []);
});
