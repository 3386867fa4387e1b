import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { deliveryId, replyRef } from "../../src/core/ids.ts";
import { ScriptedModel } from "../../src/core/model/scripted-model.ts";
import { deskOf } from "../../src/main/open-platforms.ts";
import { shortId } from "../../src/watch/short-id.ts";
import { firstThread } from "../fakes/fake-adapter.ts";
import { MemoryBlobs } from "../fakes/memory-blobs.ts";
import { fenced } from "../fakes/turn.ts";
import { sum } from "./scrape.ts";
import { WatchedBot } from "./watched-bot.ts";

test("/metrics tells of turns, steps, cells, tokens and Pythons after a few turns", async () => {
  await using bot = await WatchedBot.start(
    new ScriptedModel([fenced('print("a")'), fenced('raise ValueError("b")'), "Done.", fenced("os._exit(1)"), "Dead."]),
  );
  await (await bot.adapter.ask("one", { message: "m1" })).ended;
  await (await bot.adapter.ask("two", { message: "m2" })).ended;
  await (await bot.adapter.command("run", "print(1)", { message: "m3" })).ended;
  await bot.adapter.ask("one", { message: "m1" });
  // The sixth answer is not written: a mistake of the test's own stands for one of the bot's.
  await (await bot.adapter.ask("three", { message: "m4" })).ended;
  const text = await settled(bot, 4);
  const count = (name: string, labels = {}) => sum(text, `threadbook_${name}`, labels);
  assert.equal(count("turns_total", { platform: "fake", kind: "asked", ending: "answered" }), 2);
  assert.equal(count("turns_total", { kind: "run", ending: "answered" }), 1);
  assert.equal(count("turns_total", { ending: "our-mistake" }), 1);
  assert.equal(count("mistakes_total"), 1);
  assert.equal(count("turn_seconds_count", { platform: "fake" }), 4);
  assert.equal(count("steps_total"), 5);
  assert.equal(count("cells_total", { outcome: "ok" }), 2);
  assert.equal(count("cells_total", { outcome: "raised" }), 1);
  assert.equal(count("cells_total", { outcome: "kernel-died" }), 1);
  assert.equal(count("python_losses_total", { outcome: "kernel-died" }), 1);
  assert.equal(count("python_start_seconds_count"), 2);
  assert.equal(count("pythons_up"), 1);
  assert.equal(count("model_first_token_seconds_count"), 5);
  assert.equal(count("model_requests_total", { result: "said" }), 5);
  assert.equal(count("model_requests_total", { result: "mistake" }), 1);
  assert.ok(count("model_tokens_total", { kind: "prompt", counter: "estimate" }) > 0);
  assert.ok(count("model_tokens_total", { kind: "completion", counter: "estimate" }) > 0);
  assert.equal(count("deliveries_total", { verdict: "accepted" }), 4);
  assert.equal(count("deliveries_total", { verdict: "duplicate" }), 1);
  assert.equal(count("platform_connected", { platform: "fake" }), 1);
  assert.ok(count("nodejs_eventloop_lag_p99_seconds") >= 0);
  assert.ok(count("process_resident_memory_bytes") > 0);
});

test("/metrics tells who waits, and for what, while they do", async () => {
  await using bot = await WatchedBot.start(new ScriptedModel([fenced("time.sleep(600)")]));
  const first = await bot.adapter.ask("one");
  await first.until((view) => view.status?.kind === "running");
  await bot.adapter.ask("two");
  const { text } = await bot.get("/metrics");
  assert.equal(sum(text, "threadbook_turns_open", { phase: "cell" }), 1);
  assert.equal(sum(text, "threadbook_turns_open", { phase: "lane" }), 1);
  assert.equal(sum(text, "threadbook_queue_length", { queue: "lane" }), 1);
  assert.equal(sum(text, "threadbook_queue_length", { queue: "model" }), 0);
  await (await bot.adapter.command("stop")).ended;
  const after = await settled(bot, 3);
  assert.equal(sum(after, "threadbook_turns_open"), 0);
  assert.equal(sum(after, "threadbook_turns_total", { ending: "stopped" }), 2);
});

test("the log has a line when a turn begins and when it ends, with the turn's id, and nothing of what was said", async () => {
  await using bot = await WatchedBot.start(
    new ScriptedModel(["Thinking PLANTED.\n" + fenced('print("PLANTED")'), fenced("os._exit(1)"), "PLANTED"]),
  );
  await (await bot.adapter.ask("PLANTED", { message: "PLANTED" })).ended;
  await settled(bot, 1);
  const lines = await bot.lines();
  const turn = createHash("sha256").update(deliveryId(firstThread, "PLANTED")).digest("hex").slice(0, 12);
  const [connected, begins, failed, ended] = lines;
  assert.equal(lines.length, 4);
  assert.deepEqual([connected?.["msg"], connected?.["platform"]], ["a platform is connected", "fake"]);
  assert.deepEqual([begins?.["msg"], begins?.["turn"], begins?.["platform"]], ["a turn begins", turn, "fake"]);
  assert.deepEqual([failed?.["outcome"], failed?.["kept"], failed?.["turn"]], ["kernel-died", false, turn]);
  const { msg, ending, steps, cells, tookMs, phasesMs, delivered } = ended ?? {};
  assert.deepEqual(
    { msg, ending, steps, cells, delivered, turn: ended?.["turn"] },
    {
      msg: "a turn has ended",
      ending: "answered",
      steps: 3,
      cells: { ok: 1, "kernel-died": 1 },
      delivered: true,
      turn,
    },
  );
  assert.equal(typeof tookMs, "number");
  assert.ok(phasesMs !== null && typeof phasesMs === "object" && "cell" in phasesMs && "model" in phasesMs);
  assert.doesNotMatch(JSON.stringify(lines), /PLANTED|Ada/);
});

test("what any part logs while it works for a turn has the turn's id, and nothing else has", async () => {
  const bots: WatchedBot[] = [];
  const answer = () => {
    bots[0]?.log.info({ line: "within" }, "kernels");
    return "Done.";
  };
  await using bot = await WatchedBot.start(new ScriptedModel([answer]));
  bots.push(bot);
  await (await bot.adapter.ask("one", { message: "m1" })).ended;
  bot.log.info({ line: "outside" }, "kernels");
  const { unkept } = deskOf({ store: bot.store, blobs: new MemoryBlobs(), log: bot.log });
  unkept(replyRef(firstThread, "m1"), new Error("full"));
  await settled(bot, 1);
  const turn = shortId(deliveryId(firstThread, "m1"));
  const told = (await bot.lines()).filter(
    ({ msg }) => msg === "kernels" || msg === "what was posted could not be kept",
  );
  assert.deepEqual(
    told.map((line) => [line["line"], line["turn"]]),
    [
      ["within", turn],
      ["outside", undefined],
      [undefined, turn],
    ],
  );
});

test("a mistake of our own is in the log with its stack, the turn, and the reference that the person was given", async () => {
  await using bot = await WatchedBot.start(new ScriptedModel([]));
  const { ending } = await (await bot.adapter.ask("one", { message: "m1" })).ended;
  await settled(bot, 1);
  const lines = await bot.lines();
  const mistake = lines.find(({ msg }) => msg === "a mistake of our own");
  const reference = ending?.why === "our-mistake" ? ending.reference : "none";
  assert.equal(mistake?.["reference"], reference);
  assert.equal(mistake?.["turn"], lines.at(-1)?.["turn"]);
  assert.equal(lines.at(-1)?.["reference"], reference);
  assert.match(JSON.stringify(mistake?.["err"]), /Expected at most 0 steps.*scripted-model\.ts/);
});

/** `/metrics` once so many turns are reported: their last view comes before that. */
async function settled(bot: WatchedBot, turns: number): Promise<string> {
  for (;;) {
    const { text } = await bot.get("/metrics");
    if (sum(text, "threadbook_turns_total") >= turns) return text;
  }
}
