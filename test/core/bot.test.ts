import assert from "node:assert/strict";
import { test } from "node:test";
import type { Person } from "../../src/core/adapter.ts";
import { folderName, personId, threadId } from "../../src/core/ids.ts";
import { ScriptedModel } from "../../src/core/model/scripted-model.ts";
import { Dialogs } from "../../src/core/store/record/dialogs.ts";
import { Failure } from "../../src/failure.ts";
import { ada, firstThread } from "../fakes/fake-adapter.ts";
import { fenced } from "../fakes/turn.ts";
import { ended, sentences, start } from "./started-bot.ts";

test("a question is answered once, however often it is delivered", async () => {
  const { adapter } = await start(new ScriptedModel(["Once."]));
  const view = await ended(adapter.ask("hello", { message: "m1" }));
  const again = await adapter.ask("hello", { message: "m1" });
  assert.deepEqual(view.ending, { why: "answered" });
  assert.deepEqual(adapter.verdicts, ["accepted", "duplicate"]);
  assert.deepEqual(again.views, []);
});

test("messages of one thread wait for each other, visibly; those of another do not", async () => {
  const { adapter } = await start(new ScriptedModel([fenced("time.sleep(600)"), "Elsewhere.", "never said"]));
  const first = await adapter.ask("one");
  await first.until((view) => view.status?.kind === "running");
  const second = await adapter.ask("two");
  assert.deepEqual(second.view.status, { kind: "queued", ahead: 1 });
  const bob: Person = { id: personId("fake", "bob"), name: "Bob", language: "en", standing: "member" };
  const elsewhere = await ended(adapter.ask("three", { thread: threadId("fake", "2"), person: bob }));
  assert.deepEqual(elsewhere.ending, { why: "answered" });
  await ended(adapter.command("stop"));
  assert.equal((await first.ended).ending?.why, "stopped");
  assert.equal((await second.ended).ending?.why, "stopped", "what waited is stopped too");
});

test("a stop names who pressed it", async () => {
  const { adapter } = await start(new ScriptedModel([fenced("time.sleep(600)")]));
  const asked = await adapter.ask("one");
  await asked.until((view) => view.status?.kind === "running");
  const id = personId("fake", "bob");
  await adapter.command("stop", "", { person: { id, name: "Bob", language: "en", standing: "moderator" } });
  assert.deepEqual((await asked.ended).ending, { why: "stopped", by: id });
});

test("a dialog survives a restart, and the model and the person hear that variables did not", async () => {
  const before = await start(new ScriptedModel([fenced("x = 41"), "Kept."]));
  await ended(before.adapter.ask("keep 41"));
  await before.close();
  let prompt = "";
  const model = new ScriptedModel([
    (dialog) => {
      prompt = JSON.stringify(dialog.turns);
      return "I remember.";
    },
  ]);
  const view = await ended((await start(model)).adapter.ask("what was it?", { message: "after" }));
  assert.match(prompt, /keep 41/);
  assert.match(prompt, /python-restarted/);
  assert.deepEqual(view.blocks[0], { kind: "note", key: "1", note: { kind: "python-restarted" } });
});

test("a turn that the bot's end cut off says so, and the record goes on", async () => {
  const started = await start(new ScriptedModel([fenced("time.sleep(600)")]));
  const reply = await started.adapter.ask("one");
  await reply.until((view) => view.status?.kind === "running");
  await started.close();
  const { ending } = await reply.ended;
  assert.equal(ending?.why === "failed" && ending.code, "bot-restarted");
});

test("a turn that a kill of the bot left open is closed at the next start, on the record and for the model", async () => {
  const { store, close } = await start();
  const dialog = await new Dialogs(store).open(firstThread);
  dialog.beginTurn();
  await dialog.append({
    kind: "asked",
    who: { id: ada.id, name: "Ada" },
    via: "message",
    text: "long",
    language: "en",
    at: "",
  });
  await close();
  let record = "";
  const model = new ScriptedModel([
    ({ turns }) => {
      record = JSON.stringify(turns[0]?.entries.at(-1));
      return "Again.";
    },
  ]);
  await ended((await start(model)).adapter.ask("and?"));
  assert.match(record, /"ended".*"bot-restarted"/);
});

test("a mistake of our own is on the record with its reference", async () => {
  const { adapter, store, close } = await start(new ScriptedModel([]));
  const { ending } = await ended(adapter.ask("one"));
  await close();
  assert.equal(ending?.why, "our-mistake");
  const again = await start();
  const { dialog } = await new Dialogs(again.store).open(firstThread);
  assert.deepEqual(dialog.turns[0]?.entries.at(-1), { kind: "ended", ending });
  assert.notEqual(store, again.store);
});

test("a store that is gone is an answer, not silence", async () => {
  const { adapter, store } = await start(new ScriptedModel([]));
  store.hold = () => Promise.reject(new Failure("store-gone", "gone"));
  const { ending } = await ended(adapter.ask("one", { at: Date.now() + 1_000 }));
  assert.equal(ending?.why === "failed" && ending.code, "store-gone");
});

test("without a model a question gets one sentence, and Python in a fence runs", async () => {
  const { adapter, host } = await start();
  const words = await ended(adapter.ask("plot a sine"));
  assert.equal(words.ending?.why === "failed" && words.ending.code, "no-model");
  const code = await ended(adapter.ask(`please:\n${fenced('print("hi")')}`));
  assert.deepEqual(code.ending, { why: "answered" });
  assert.deepEqual(host.ran, ['print("hi")']);
});

test("an empty message and one that is too long get a sentence each, and reach no model", async () => {
  const { adapter } = await start(new ScriptedModel([]));
  const empty = await ended(adapter.ask("  \n "));
  const long = await ended(adapter.ask("x".repeat(1_001)));
  assert.equal(empty.ending?.why === "failed" && empty.ending.code, "message-empty");
  assert.deepEqual(long.ending, {
    why: "failed",
    code: "message-too-long",
    facts: { characters: 1_001, limit: 1_000 },
  });
});

test("the answer is in the language of the question", async () => {
  const { adapter } = await start();
  assert.equal((await ended(adapter.ask("画一个正弦"))).language, "zh");
  assert.equal((await ended(adapter.ask("draw a sine"))).language, "en");
  assert.equal((await ended(adapter.ask("6*7"))).language, "en", "else in the person's own");
});

test("a mistake of our own ends the turn with a reference, is reported, and leaves the bot up", async () => {
  const { adapter, mistakes } = await start(new ScriptedModel([]));
  const view = await ended(adapter.ask("one"));
  assert.equal(view.ending?.why, "our-mistake");
  assert.equal(mistakes.length, 1);
  assert.match(sentences(await ended(adapter.command("help"))), /Ask a question/);
});

test("a command that the outside world fails ends with that failure, not with a mistake of our own", async () => {
  const { adapter, host, mistakes } = await start();
  host.open(folderName(threadId("fake", "1")), 0).restart = async () => {
    throw new Failure("disk-full", "no room");
  };
  const { ending } = await ended(adapter.command("restart"));
  assert.equal(ending?.why === "failed" && ending.code, "disk-full");
  assert.deepEqual(mistakes, []);
});
