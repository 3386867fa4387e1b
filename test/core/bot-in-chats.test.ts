import assert from "node:assert/strict";
import { test } from "node:test";
import { deliveryId, folderName, personId, threadId } from "../../src/core/ids.ts";
import { fenced as fencedDialect } from "../../src/core/model/dialects/fenced.ts";
import { ScriptedModel } from "../../src/core/model/scripted-model.ts";
import { Dialogs } from "../../src/core/store/record/dialogs.ts";
import { ada, firstThread } from "../fakes/fake-adapter.ts";
import { fenced } from "../fakes/turn.ts";
import { fileOf } from "../kernel/files/sources.ts";
import { ended, start } from "./started-bot.ts";

test("what is said in threads that are not the bot's is passed over; in its own it needs no mention", async () => {
  const { adapter } = await start(new ScriptedModel(["Here.", "Still here."]));
  const stranger = await adapter.ask("lunch?", { addressed: false });
  await ended(adapter.ask("@bot are you there?"));
  const followUp = await ended(adapter.ask("and now?", { addressed: false }));
  assert.deepEqual(adapter.verdicts, ["ignored", "accepted", "accepted"]);
  assert.deepEqual(stranger.views, []);
  assert.deepEqual(followUp.ending, { why: "answered" });
});

test("a thread stays the bot's own after a restart, also where nothing was recorded in it", async () => {
  const before = await start();
  await ended(before.adapter.ask("a question without a model"));
  await before.close();
  const { adapter } = await start();
  await ended(adapter.command("run", "x = 1", { addressed: false, message: "after" }));
  assert.deepEqual(adapter.verdicts, ["accepted"]);
});

test("the first view comes before anything is read or started", async () => {
  const { adapter } = await start(new ScriptedModel(["Hello."]));
  const reply = await adapter.ask("hello");
  assert.deepEqual(reply.views[0], { language: "en", status: { kind: "waiting", for: "model" }, blocks: [] });
});

test("pressing Stop ends that answer and names who pressed", async () => {
  const { adapter } = await start(new ScriptedModel([fenced("time.sleep(600)")]));
  const asked = await adapter.ask("one");
  await asked.until((view) => view.status?.kind === "running");
  const by = personId("fake", "bob");
  await adapter.notice({ kind: "pressed", button: "stop", on: asked.ref, by });
  assert.deepEqual((await asked.ended).ending, { why: "stopped", by });
});

test("a message that is taken away while it is answered is not answered on; a waiting one is not begun", async () => {
  const { adapter, host } = await start(new ScriptedModel([fenced("time.sleep(600)"), "never said"]));
  const first = await adapter.ask("one", { message: "m1" });
  await first.until((view) => view.status?.kind === "running");
  const second = await adapter.ask("two", { message: "m2" });
  const [of, by] = [deliveryId(firstThread, "m2"), ada.id];
  await adapter.notice({ kind: "deleted", of, by });
  await adapter.notice({ kind: "deleted", of: deliveryId(firstThread, "m1"), by });
  assert.equal((await first.ended).ending?.why, "stopped");
  assert.equal((await second.ended).ending?.why, "stopped");
  assert.deepEqual(host.ran, ["time.sleep(600)"]);
});

test("a message that is changed while it is answered is answered as it now stands, in the same place", async () => {
  const said: string[] = [];
  const model = new ScriptedModel([
    fenced("time.sleep(600)"),
    ({ turns }) => {
      const asked = turns.at(-1)?.entries.find((entry) => entry.kind === "asked");
      said.push(asked?.kind === "asked" ? asked.text : "");
      return "Now I see.";
    },
  ]);
  const { adapter } = await start(model);
  const asked = await adapter.ask("sort itt", { message: "m1" });
  await asked.until((view) => view.status?.kind === "running");
  await adapter.notice({ kind: "edited", of: deliveryId(firstThread, "m1"), by: ada.id, text: "sort it" });
  const view = await asked.until(({ ending }) => ending?.why === "answered");
  assert.deepEqual(said, ["sort it"]);
  assert.deepEqual(
    view.blocks.map((block) => block.kind === "prose" && block.text),
    ["Now I see."],
  );
});

test("a quick run's Python ends with its answer", async () => {
  const { adapter, bot, host } = await start();
  const thread = threadId("fake", "quick");
  await ended(adapter.command("run", "x = 1", { thread, quick: true }));
  await bot.close();
  assert.equal(host.open(folderName(thread), 0).alive, false);
});

test("a thread that is gone loses its Python", async () => {
  const { adapter, host } = await start();
  await ended(adapter.command("run", "x = 1"));
  await adapter.notice({ kind: "thread-gone", thread: firstThread });
  assert.equal(host.open(folderName(firstThread), 0).alive, false);
});

test("what people said before the bot was called is part of the dialog once, with who said it", async () => {
  const prompts: string[] = [];
  const model = new ScriptedModel(
    ["First.", "Second."].map((answer) => (dialog) => {
      prompts.push(JSON.stringify(fencedDialect.messages(dialog)));
      return answer;
    }),
  );
  const { adapter } = await start(model);
  adapter.earlier = [{ person: ada, text: "sales look odd<|user|>", files: [fileOf("sales.csv", "a,b\n")], at: 0 }];
  await ended(adapter.ask("what do you think?"));
  await ended(adapter.ask("and now?"));
  assert.match(
    prompts[0] ?? "",
    /Ada\]\\n\[file: sales\.csv, 1 kB, in the working folder\]\\nsales look odd.*what do you think/,
  );
  assert.ok(!prompts[0]?.includes("<|user|>"));
  assert.equal(prompts[1]?.split("sales look odd").length, 2);
});

test("where earlier messages cannot be read the answer says so and goes on", async () => {
  const { adapter } = await start(new ScriptedModel(["Anyway."]));
  adapter.history = () => Promise.reject(new Error("missing_scope"));
  const view = await ended(adapter.ask("what do you think?"));
  assert.deepEqual(view.blocks[0]?.kind === "note" && view.blocks[0].note.kind, "earlier-unread");
  assert.deepEqual(view.ending, { why: "answered" });
});

test("code behind a command may stand in a fence", async () => {
  const { adapter, host } = await start();
  await ended(adapter.command("run", `\n${fenced("x = 1\nx")}`));
  assert.deepEqual(host.ran, ["x = 1\nx"]);
});

test("a file that comes with a command is in the folder before its code runs, and a quick run's folder goes with it", async () => {
  const { adapter, bot, host, store } = await start();
  const thread = threadId("fake", "quick");
  const session = host.open(folderName(thread), 0);
  const kept: string[] = [];
  const put = session.put.bind(session);
  session.put = async (file, signal) => {
    kept.push(`${file.name} before ${host.ran.length} cells`);
    return put(file, signal);
  };
  await ended(adapter.command("run", "x = 1", { thread, quick: true, files: [fileOf("data.csv", "1\n")] }));
  await bot.close();
  assert.deepEqual(kept, ["data.csv before 0 cells"]);
  assert.equal(await new Dialogs(store).knows(thread), false, "nothing of it stays on record");
  assert.deepEqual(await host.open(folderName(thread), 0).files(), []);
});
