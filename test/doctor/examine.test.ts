import assert from "node:assert/strict";
import { test } from "node:test";
import { type Check, found, type Subject } from "../../src/doctor/check.ts";
import { type Examined, examine } from "../../src/doctor/examine.ts";

function check(subject: Subject, made: (signal: AbortSignal) => Promise<void>, limitMs = 5_000): Check {
  return {
    subject,
    limitMs,
    examine: async (signal) => {
      await made(signal);
      return found("ok", subject);
    },
  };
}

/** Ends only when it is given up. */
function endless(signal: AbortSignal): Promise<void> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}

async function all(groups: readonly (readonly Check[])[], signal = new AbortController().signal) {
  const examined: Examined[] = [];
  for await (const one of examine(groups, signal)) examined.push(one);
  return examined;
}

test("findings come in the order of the checks, whichever is quicker", async () => {
  const slow = Promise.withResolvers<void>();
  const quick = async () => slow.resolve();
  const examined = await all([[check("model", () => slow.promise)], [check("store", quick)]]);
  assert.deepEqual(
    examined.map(({ subject, kind }) => [subject, kind]),
    [
      ["model", "found"],
      ["store", "found"],
    ],
  );
});

test("checks of one group never run at once", async () => {
  let running = 0;
  let most = 0;
  const alone = async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
  };
  await all([[check("python", alone), check("fonts", alone), check("kernel", alone)]]);
  assert.equal(most, 1);
});

test("a check that takes too long is given up, and the next of its group is made", async () => {
  const examined = await all([[check("kernel", endless, 20), check("sandbox", async () => undefined)]]);
  assert.deepEqual(examined[0], { subject: "kernel", kind: "too-slow", limitMs: 20 });
  assert.equal(examined[1]?.kind, "found");
});

test("a check that throws is told with its error and keeps no other from being made", async () => {
  const error = new Error("broken");
  const examined = await all([[check("store", () => Promise.reject(error))], [check("disk", async () => undefined)]]);
  assert.deepEqual(examined[0], { subject: "store", kind: "failed", error });
  assert.equal(examined[1]?.kind, "found");
});

test("nothing more is begun once somebody has left", async () => {
  const leaving = new AbortController();
  leaving.abort();
  let begun = false;
  const examined = await all([[check("node", async () => void (begun = true))]], leaving.signal);
  assert.equal(examined[0]?.kind, "failed");
  assert.equal(begun, false);
});
