import assert from "node:assert/strict";
import { test } from "node:test";
import { deliveryId, replyRef, threadId } from "../../src/core/ids.ts";
import { RecentThreads } from "../../src/core/recent-threads.ts";
import { openStore } from "../../src/core/store/open-store.ts";
import { type Unanswered, UnansweredMessages } from "../../src/core/unanswered.ts";

const thread = (name: number) => threadId("test", `${name}`);

function owedBy(account: string, name: number): Unanswered {
  const [message, reply] = [deliveryId(thread(name), account), replyRef(thread(name), account)];
  return { message, thread: thread(name), reply, language: "en", quick: false, ownCode: true };
}

test("the threads where the bot was spoken to lately are known to its next life, the newest first and no more than 200", async () => {
  await using store = await openStore(":memory:", () => undefined);
  const before = new RecentThreads(store, "test/ada");
  for (let at = 0; at < 210; at++) {
    const one = { thread: thread(at), at: at * 1_000_000 };
    await before.add({ ...one, message: deliveryId(thread(at), "first") });
    await before.add({ ...one, message: deliveryId(thread(at), "second") });
  }
  const found = await new RecentThreads(store, "test/ada").all();
  assert.equal(found.length, 200);
  assert.deepEqual(found[0]?.first, deliveryId(thread(209), "first"));
});

test("two bots on one store keep what they owe, and where they were spoken to, each for itself", async () => {
  await using store = await openStore(":memory:", () => undefined);
  const bots = ["test/ada", "test/bob"].map((account) => ({
    account,
    unanswered: new UnansweredMessages(store, account),
    recent: new RecentThreads(store, account),
  }));
  for (let name = 0; name < 30; name++) {
    for (const { account, unanswered, recent } of bots) {
      await unanswered.add(owedBy(account, name));
      await recent.add({ thread: thread(name), message: deliveryId(thread(name), account), at: name });
    }
  }
  const [ada, bob] = bots;
  for (const { message } of (await ada?.unanswered.all()) ?? []) await ada?.unanswered.remove(message);
  assert.deepEqual(await new UnansweredMessages(store, "test/ada").all(), []);
  const left = await new UnansweredMessages(store, "test/bob").all();
  assert.equal(left.length, 30);
  assert.deepEqual(left, await bob?.unanswered.all());
  assert.equal((await new RecentThreads(store, "test/ada").all()).length, 30);
  assert.equal((await new RecentThreads(store, "test/bob").all()).length, 30);
});
