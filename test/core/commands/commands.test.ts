import assert from "node:assert/strict";
import { test } from "node:test";
import { ScriptedModel } from "../../../src/core/model/scripted-model.ts";
import { fenced } from "../../fakes/turn.ts";
import { ended, sentences, start } from "../started-bot.ts";

test("/run runs in the thread's Python, and its cell is part of the record", async () => {
  let prompt = "";
  const model = new ScriptedModel([
    (dialog) => {
      prompt = JSON.stringify(dialog.turns);
      return "Seen.";
    },
  ]);
  const { adapter } = await start(model);
  await ended(adapter.command("run", "x = 6"));
  const view = await ended(adapter.command("run", "print(x)"));
  const [cell] = view.blocks;
  assert.deepEqual(cell?.kind === "cell" && cell.outputs, [{ kind: "stream", stream: "stdout", text: "6\n" }]);
  await ended(adapter.ask("what did I do?"));
  assert.match(prompt, /print\(x\)/);
});

test("/run without code says how it is written", async () => {
  const { adapter, host } = await start();
  assert.match(sentences(await ended(adapter.command("run", " "))), /\/run print/);
  assert.deepEqual(host.ran, []);
});

test("/restart stops what runs and starts Python anew", async () => {
  const { adapter } = await start(new ScriptedModel([fenced("time.sleep(600)")]));
  await ended(adapter.command("run", "x = 1"));
  const asked = await adapter.ask("sleep");
  await asked.until((view) => view.status?.kind === "running");
  await ended(adapter.command("restart"));
  assert.equal((await asked.ended).ending?.why, "stopped");
  const view = await ended(adapter.command("run", "print(x)"));
  const cell = view.blocks.find((block) => block.kind === "cell");
  assert.equal(cell?.kind === "cell" && cell.end?.outcome, "raised");
});

test("/new ends the thread's Python, also while a cell runs", async () => {
  const { adapter, host } = await start(new ScriptedModel([fenced("time.sleep(600)")]));
  const asked = await adapter.ask("sleep");
  await asked.until((view) => view.status?.kind === "running");
  assert.match(sentences(await ended(adapter.command("new"))), /fresh thread/i);
  assert.equal((await asked.ended).ending?.why, "stopped");
  assert.deepEqual(host.ran, ["time.sleep(600)"]);
});

test("/vars says how long a cell has been running and what it weighs, in the person's language", async () => {
  const { adapter } = await start(new ScriptedModel([fenced("time.sleep(600)")]));
  const asked = await adapter.ask("sleep");
  await asked.until((view) => view.status?.kind === "running");
  assert.match(sentences(await ended(adapter.command("vars"))), /^still running: \d+ s, 50 MB$/m);
  await ended(adapter.command("stop", "", { message: "third" }));
  await asked.ended;
});

test("/vars says when no Python runs, and /stop when nothing does", async () => {
  const { adapter } = await start();
  assert.match(sentences(await ended(adapter.command("vars"))), /No Python is running/);
  assert.match(sentences(await ended(adapter.command("stop"))), /Nothing is running/);
});

test("/model says what answers, or how to connect one", async () => {
  assert.match(sentences(await ended((await start()).adapter.command("model"))), /OPENAI_BASE_URL/);
  const { adapter } = await start(new ScriptedModel([], { name: "glm-4" }));
  assert.match(sentences(await ended(adapter.command("model", "", { message: "second" }))), /glm-4 at http/);
});

test("again does once more what was last asked: a question by the model, a person's code as it was", async () => {
  const { adapter, host } = await start(new ScriptedModel(["Once.", "Twice."]));
  await ended(adapter.ask("how many?"));
  const view = await ended(adapter.ask("Again!"));
  assert.match(JSON.stringify(view.blocks), /Twice\./);
  await ended(adapter.command("run", "x = 1"));
  await ended(adapter.command("again"));
  assert.deepEqual(host.ran, ["x = 1", "x = 1"]);
});

test("again says so where nothing was asked", async () => {
  const { adapter } = await start();
  assert.match(sentences(await ended(adapter.command("again"))), /Nothing was asked here yet/);
});

test("more gives the cell that runs more time, and says so where none runs", async () => {
  const { adapter } = await start();
  assert.match(sentences(await ended(adapter.command("more"))), /Nothing is running/);
  const running = await adapter.command("run", "time.sleep(600)");
  await running.until((view) => view.status?.kind === "running");
  assert.match(sentences(await ended(adapter.command("more"))), /may now run for [\d,]+ s/);
  await ended(adapter.command("stop"));
});
