import assert from "node:assert/strict";
import { test } from "node:test";
import { threadId } from "../../src/core/ids.ts";
import { Lanes } from "../../src/core/lanes.ts";

const here = threadId("test", "here");
const there = threadId("test", "there");

test("one piece of work at a time runs in a thread, in the order they came", async () => {
  const lanes = new Lanes();
  const first = Promise.withResolvers<void>();
  const log: string[] = [];
  const work = (name: string, until: Promise<void>) => async () => {
    log.push(`${name} begins`);
    await until;
    log.push(`${name} ends`);
  };
  const both = [
    lanes.enter(here, work("first", first.promise), () => {}),
    lanes.enter(here, work("second", Promise.resolve()), (ahead) => log.push(`second waits for ${ahead}`)),
  ];
  await lanes.enter(there, work("elsewhere", Promise.resolve()), () => {});
  first.resolve();
  await Promise.all(both);
  assert.deepEqual(
    log.filter((line) => !line.startsWith("elsewhere")),
    ["second waits for 1", "first begins", "first ends", "second begins", "second ends"].toSorted(
      (a, b) => log.indexOf(a) - log.indexOf(b),
    ),
  );
  assert.ok(log.indexOf("elsewhere ends") < log.indexOf("first ends"), "another thread's work waits for nobody");
});

test("those who wait hear when the queue moves", async () => {
  const lanes = new Lanes();
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const ahead: number[] = [];
  const done = [
    lanes.enter(
      here,
      () => gates[0]?.promise ?? Promise.resolve(),
      () => {},
    ),
    lanes.enter(
      here,
      () => gates[1]?.promise ?? Promise.resolve(),
      () => {},
    ),
    lanes.enter(
      here,
      async () => {},
      (count) => ahead.push(count),
    ),
  ];
  gates[0]?.resolve();
  await done[0];
  gates[1]?.resolve();
  await Promise.all(done);
  assert.deepEqual(ahead, [2, 1]);
});

test("a stop reaches what runs and what waits, in that thread alone", async () => {
  const lanes = new Lanes();
  const reason = new Error("stop");
  const heard: string[] = [];
  const listen = (name: string) => async (signal: AbortSignal) => {
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    heard.push(`${name}: ${signal.reason === reason}`);
  };
  const other = lanes.enter(there, listen("there"), () => {});
  const both = [lanes.enter(here, listen("runs"), () => {}), lanes.enter(here, listen("waits"), () => {})];
  assert.equal(lanes.stop(here, reason), true);
  await Promise.all(both);
  assert.deepEqual(heard, ["runs: true", "waits: true"]);
  lanes.stopAll(new Error("end"));
  await other;
  assert.equal(lanes.stop(here, reason), false, "nothing is left to stop");
});

test("work that throws rejects for its own caller and leaves the lane open", async () => {
  const lanes = new Lanes();
  await assert.rejects(
    lanes.enter(
      here,
      () => Promise.reject(new Error("boom")),
      () => {},
    ),
    /boom/,
  );
  let ran = false;
  await lanes.enter(
    here,
    async () => void (ran = true),
    () => {},
  );
  assert.equal(ran, true);
});
