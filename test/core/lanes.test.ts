import assert from "node:assert/strict";
import { test } from "node:test";
import { personId, threadId } from "../../src/core/ids.ts";
import { Lanes } from "../../src/core/lanes.ts";
import { Failure } from "../../src/failure.ts";

const here = threadId("test", "here");
const there = threadId("test", "there");
const limits = { turnsPerPerson: 1, waitingPerPerson: 2 };
const ada = personId("test", "ada");
const bob = personId("test", "bob");

test("one piece of work at a time runs in a thread, in the order they came", async () => {
  const lanes = new Lanes(limits);
  const first = Promise.withResolvers<void>();
  const log: string[] = [];
  const work = (name: string, until: Promise<void>) => async () => {
    log.push(`${name} begins`);
    await until;
    log.push(`${name} ends`);
  };
  const both = [
    lanes.enter({ thread: here }, work("first", first.promise), () => {}),
    lanes.enter({ thread: here }, work("second", Promise.resolve()), (ahead) => log.push(`second waits for ${ahead}`)),
  ];
  await lanes.enter({ thread: there }, work("elsewhere", Promise.resolve()), () => {});
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
  const lanes = new Lanes(limits);
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const ahead: number[] = [];
  const done = [
    lanes.enter(
      { thread: here },
      () => gates[0]?.promise ?? Promise.resolve(),
      () => {},
    ),
    lanes.enter(
      { thread: here },
      () => gates[1]?.promise ?? Promise.resolve(),
      () => {},
    ),
    lanes.enter(
      { thread: here },
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
  const lanes = new Lanes(limits);
  const reason = new Error("stop");
  const heard: string[] = [];
  const listen = (name: string) => async (signal: AbortSignal) => {
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    heard.push(`${name}: ${signal.reason === reason}`);
  };
  const other = lanes.enter({ thread: there }, listen("there"), () => {});
  const both = [
    lanes.enter({ thread: here }, listen("runs"), () => {}),
    lanes.enter({ thread: here }, listen("waits"), () => {}),
  ];
  assert.equal(lanes.stop(here, reason), true);
  await Promise.all(both);
  assert.deepEqual(heard, ["runs: true", "waits: true"]);
  lanes.stopAll(new Error("end"));
  await other;
  assert.equal(lanes.stop(here, reason), false, "nothing is left to stop");
});

test("work that throws rejects for its own caller and leaves the lane open", async () => {
  const lanes = new Lanes(limits);
  await assert.rejects(
    lanes.enter(
      { thread: here },
      () => Promise.reject(new Error("boom")),
      () => {},
    ),
    /boom/,
  );
  let ran = false;
  await lanes.enter(
    { thread: here },
    async () => void (ran = true),
    () => {},
  );
  assert.equal(ran, true);
});

test("a person's turns wait for each other over all threads; another person in the same thread does not wait for them", async () => {
  const lanes = new Lanes(limits);
  const first = Promise.withResolvers<void>();
  const ahead: number[] = [];
  const log: string[] = [];
  const one = lanes.enter(
    { thread: here, person: ada },
    () => first.promise,
    () => assert.fail("nothing is ahead"),
  );
  const two = lanes.enter(
    { thread: there, person: ada },
    async () => void log.push("ada"),
    (count) => ahead.push(count),
  );
  await lanes
    .enter(
      { thread: there, person: bob },
      async () => void log.push("bob"),
      () => undefined,
    )
    .catch(() => assert.fail("nothing is ahead"));
  first.resolve();
  await Promise.all([one, two]);
  assert.deepEqual([log, ahead], [["bob", "ada"], [1]]);
});

test("what a person takes back while it waits ends at once, though their own turn still runs elsewhere", async () => {
  const lanes = new Lanes(limits);
  const first = Promise.withResolvers<void>();
  const stop = new AbortController();
  const one = lanes.enter(
    { thread: here, person: ada },
    () => first.promise,
    () => assert.fail("nothing is ahead"),
  );
  const two = lanes.enter(
    { thread: there, person: ada, stop: stop.signal },
    async (signal) => assert.ok(signal.aborted),
    () => undefined,
  );
  stop.abort();
  await two;
  first.resolve();
  await one;
});

test("who has too much waiting is refused, politely and alone", async () => {
  const lanes = new Lanes(limits);
  const first = Promise.withResolvers<void>();
  const enter = (person = ada) =>
    lanes.enter(
      { thread: here, person },
      () => first.promise,
      () => undefined,
    );
  const all = [enter(), enter(), enter()];
  await assert.rejects(enter(), (error: unknown) => error instanceof Failure && error.code === "too-many-waiting");
  all.push(enter(bob));
  first.resolve();
  await Promise.all(all);
});
