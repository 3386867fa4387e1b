import assert from "node:assert/strict";
import { test } from "node:test";
import type { Notice } from "../../src/core/adapter.ts";
import { deliveryId } from "../../src/core/ids.ts";
import { ScriptedModel } from "../../src/core/model/scripted-model.ts";
import { Dialogs } from "../../src/core/store/record/dialogs.ts";
import { ada, firstThread } from "../fakes/fake-adapter.ts";
import { fenced } from "../fakes/turn.ts";
import { ended, start } from "./started-bot.ts";

const of = deliveryId(firstThread, "m1");
const by = ada.id;
const edited = (text: string): Notice => ({ kind: "edited", of, by, text });

/** A bot in the middle of the answer to "A"; what the model was asked, at each step. */
async function answeringA(...answers: readonly string[]) {
  const asked: string[] = [];
  const model = new ScriptedModel(
    [fenced("time.sleep(600)"), ...answers].map((answer) => ({ turns }) => {
      const entry = turns.at(-1)?.entries.find(({ kind }) => kind === "asked");
      asked.push(entry?.kind === "asked" ? entry.text : "");
      return answer;
    }),
  );
  const started = await start(model);
  const reply = await started.adapter.ask("A", { message: "m1" });
  await reply.until((view) => view.status?.kind === "running");
  return { ...started, asked, reply };
}

test("a message changed and changed back is answered as it says at last", async () => {
  const { adapter, asked, reply } = await answeringA("Again A.");
  await adapter.notice(edited("B"));
  await adapter.notice(edited("A"));
  await reply.until(({ ending }) => ending?.why === "answered");
  assert.deepEqual(asked, ["A", "A"]);
});

for (const how of ["taken away", "stopped"] as const) {
  test(`a message that is changed and then ${how} is not answered anew`, async () => {
    const { adapter, asked, bot, reply } = await answeringA("never said");
    await adapter.notice(edited("B"));
    await adapter.notice(
      how === "stopped" ? { kind: "pressed", button: "stop", on: reply.ref, by } : { kind: "deleted", of, by },
    );
    await reply.ended;
    await bot.close();
    assert.deepEqual(asked, ["A"]);
  });
}

test("a question that becomes a command is run, and the other way round", async () => {
  const { adapter, host, reply } = await answeringA();
  await adapter.notice({ ...edited("x = 1"), command: "run" } as Notice);
  await reply.until(({ ending }) => ending?.why === "answered");
  assert.deepEqual(host.ran, ["time.sleep(600)", "x = 1"]);
});

test("a message beyond what may wait gets its sentence, and the others their answers", async () => {
  const { adapter, reply } = await answeringA();
  const waiting = await Promise.all(Array.from({ length: 5 }, () => adapter.ask("more")));
  const { ending } = await ended(adapter.ask("too much"));
  assert.equal(ending?.why === "failed" && ending.code, "too-many-waiting");
  await ended(adapter.command("stop"));
  for (const one of [reply, ...waiting]) assert.equal((await one.ended).ending?.why, "stopped");
});

test("what comes while the bot is ending has its sentence, and leaves the running turn's record alone", async () => {
  const { adapter, bot, store, reply } = await answeringA();
  const closed = bot.close();
  const late = await adapter.ask("too late", { message: "late" });
  await Promise.all([closed, reply.ended, late.ended]);
  const { dialog } = await new Dialogs(store).open(firstThread);
  assert.deepEqual(
    dialog.turns.map(({ entries }) => entries.filter(({ kind }) => kind === "asked" || kind === "ended").length),
    [2],
  );
});
