import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { threadId } from "../../src/core/ids.ts";
import { ScriptedModel } from "../../src/core/model/scripted-model.ts";
import { FakeAdapter } from "../fakes/fake-adapter.ts";
import { fenced } from "../fakes/turn.ts";
import { ended, start } from "./started-bot.ts";

test("an answer that a kill cut off is mended where it stands at the next start, and the message is not answered again", async () => {
  const before = await start(new ScriptedModel([fenced("time.sleep(600)")]));
  const asked = await before.adapter.ask("one", { message: "m1" });
  await asked.until((view) => view.status?.kind === "running");
  const { adapter, bot } = await start();
  await bot.close();
  const [mended] = adapter.reopened;
  assert.equal(mended?.ref, asked.ref);
  assert.equal(mended?.view.ending?.why === "failed" && mended.view.ending.code, "bot-restarted");
  await adapter.ask("one", { message: "m1" });
  assert.deepEqual(adapter.verdicts, ["duplicate"]);
});

test("a message that was accepted and never begun gets its sentence at the next start, once", async () => {
  const before = await start(new ScriptedModel([fenced("time.sleep(600)")]));
  await (await before.adapter.ask("one")).until((view) => view.status?.kind === "running");
  const waiting = await before.adapter.ask("two");
  const second = await start();
  await second.bot.close();
  const mended = second.adapter.reopened.find(({ ref }) => ref === waiting.ref);
  assert.equal(mended?.view.ending?.why === "failed" && mended.view.ending.code, "bot-restarted");
  await second.close();
  const third = await start();
  await third.bot.close();
  assert.deepEqual(third.adapter.reopened, []);
});

test("an answer that is mended still leaves out the code that the person's own message shows", async () => {
  const before = await start();
  const shown = await before.adapter.command("run", "time.sleep(600)");
  const quick = await before.adapter.command("run", "time.sleep(600)", { thread: threadId("fake", "2"), quick: true });
  const { adapter, bot } = await start();
  await bot.close();
  assert.deepEqual(
    new Map(adapter.reopened.map(({ ref, ownCode }) => [ref, ownCode])),
    new Map([
      [shown.ref, true],
      [quick.ref, false],
    ]),
  );
});

test("a bot that ends while it looks for what it missed waits for no more of it, and leaves it to its next life", async () => {
  const adapter = new FakeAdapter();
  const looked = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  adapter.missed = async () => {
    looked.resolve();
    await goOn.promise;
    await adapter.command("help", "", { message: "missed", at: -10 });
  };
  const first = await start(undefined, undefined, undefined, adapter);
  await looked.promise;
  await first.bot.close();
  goOn.resolve();
  await setImmediate();
  assert.deepEqual(adapter.verdicts, ["ignored"]);
  const next = await start();
  await ended(next.adapter.command("help", "", { message: "missed", at: -10 }));
  assert.deepEqual(next.adapter.verdicts, ["accepted"]);
});

test("what comes while the bot is ending gets the sentence that it ended", async () => {
  const { adapter, bot } = await start(new ScriptedModel(["never said"]));
  await bot.close();
  const { ending } = await ended(adapter.ask("too late"));
  assert.equal(ending?.why === "failed" && ending.code, "bot-restarted");
});
