import assert from "node:assert/strict";
import { test } from "node:test";
import { People } from "../../../src/adapters/slack/hearing/people.ts";
import { slackPace } from "../../../src/adapters/slack/slack-options.ts";
import { SlackBench } from "./slack-bench.ts";

test("channels that nobody used for long are forgotten, and none where a post waits", async () => {
  await using bench = await SlackBench.open();
  const closing = new AbortController();
  const workspace = bench.workspace({ pace: slackPace, closing });
  const [waited, used, idle] = ["C1", "C2", "C3"].map((channel) => workspace.posts(channel));
  await waited?.pass(() => false);
  const waits = waited?.pass(() => false);
  for (let other = 0; other < 1_500; other++) {
    workspace.posts(`C9${other}`);
    assert.equal(workspace.posts("C2"), used);
  }
  assert.equal(workspace.posts("C1"), waited);
  assert.notEqual(workspace.posts("C3"), idle);
  closing.abort();
  await waits;
});

test("people who did not write for long are asked for again", async () => {
  await using bench = await SlackBench.open();
  const people = new People(bench.workspace(), 2);
  bench.slack.workspace.addUser("U3", "Eve");
  for (const user of ["U1", "U2", "U1", "U3", "U1", "U2"]) await people.get(user);
  const asked = bench.slack.calls("users.info").map(({ args }) => args["user"]);
  assert.deepEqual(asked, ["U1", "U2", "U3", "U2"]);
});
