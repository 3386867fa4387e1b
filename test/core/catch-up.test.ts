import assert from "node:assert/strict";
import { test } from "node:test";
import { deliveryId, threadId } from "../../src/core/ids.ts";
import { RecentThreads } from "../../src/core/recent-threads.ts";
import { openStore } from "../../src/core/store/open-store.ts";
import { UnansweredMessages } from "../../src/core/unanswered.ts";

const thread = (name: number) => threadId("test", `${name}`);

test("the threads where the bot was spoken to lately are known to its next life, the newest first and no more than 200", async () => {
  await using store = await openStore(":memory:", () => undefined);
  const before = new RecentThreads(store);
  for (let at = 0; at < 210; at++) {
    const one = { thread: thread(at), platform: "test", at: at * 1_000_000 };
    await before.add({ ...one, message: deliveryId(thread(at), "first") });
    await before.add({ ...one, message: deliveryId(thread(at), "second") });
  }
  const found = await new RecentThreads(store).of("test");
  assert.equal(found.length, 200);
  assert.deepEqual(found[0]?.first, deliveryId(thread(209), "first"));
  assert.deepEqual(await new RecentThreads(store).of("other"), []);
});

test("what an older bot owed in one list is still owed", async () => {
  await using store = await openStore(":memory:", () => undefined);
  const message = deliveryId(thread(1), "m1");
  const owed = { message, thread: thread(1), reply: message, platform: "test", language: "en", quick: false };
  await store.set("unanswered", { version: 1, messages: [owed] });
  const messages = new UnansweredMessages(store);
  assert.deepEqual(await messages.of("test"), [{ ...owed, ownCode: false }]);
  assert.equal(await store.get("unanswered"), undefined);
  await messages.remove(message);
  assert.deepEqual(await new UnansweredMessages(store).of("test"), []);
});
