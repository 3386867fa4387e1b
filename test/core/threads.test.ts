import assert from "node:assert/strict";
import { test } from "node:test";
import { folderName, type PersonId, personId, threadId } from "../../src/core/ids.ts";
import { openStore } from "../../src/core/store/open-store.ts";
import { Dialogs } from "../../src/core/store/record/dialogs.ts";
import { Threads } from "../../src/core/threads.ts";
import { FakeKernelHost } from "../fakes/fake-kernel.ts";

const [ada, bob] = [personId("test", "ada"), personId("test", "bob")];
const thread = threadId("test", "shared");

test("threads that nobody uses are let go, the one used longest ago first, never one in use or with a Python up", async () => {
  await using store = await openStore("sqlite::memory:", () => {});
  await using host = new FakeKernelHost();
  const threads = new Threads(new Dialogs(store), host, 2);
  const ids = [1, 2, 3, 4, 5].map((number) => threadId("test", `${number}`));
  const [used, alive, ...rest] = await Promise.all(ids.map((id) => threads.open(id, ada)));
  assert.ok(used !== undefined && alive !== undefined);
  for await (const _ of alive.kernel.run("x = 1", new AbortController().signal));
  for (const open of [alive, ...rest]) open[Symbol.dispose]();
  assert.equal(threads.size, 2);
  using again = await threads.open(threadId("test", "2"));
  assert.equal(again.kernel, alive.kernel);
  assert.equal((await threads.open(threadId("test", "1"))).kernel, used.kernel);
  assert.notEqual((await threads.open(threadId("test", "5"))).kernel, rest.at(-1)?.kernel);
});

test("a thread's Python counts as its opener's, also when somebody else asks first after a restart", async () => {
  await using store = await openStore("sqlite::memory:", () => {});
  await using host = new FakeKernelHost();
  assert.equal(await ownerOf(new Threads(new Dialogs(store), host), ada), ada);
  await host.open(folderName(thread), 0)[Symbol.asyncDispose]();
  assert.equal(await ownerOf(new Threads(new Dialogs(store), host), bob), ada);

  async function ownerOf(threads: Threads, by: PersonId): Promise<string | undefined> {
    const { record } = await threads.open(thread, by);
    record.beginTurn();
    const who = { id: by, name: "somebody" };
    await record.append({
      kind: "asked",
      who,
      via: "message",
      text: "6*7",
      language: "en",
      at: "2026-01-01T00:00:00Z",
    });
    return host.open(folderName(thread), 0).owner;
  }
});
