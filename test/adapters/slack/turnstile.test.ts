import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import type { Clock } from "../../../src/adapters/chat/clock.ts";
import { Turnstile } from "../../../src/adapters/slack/wire/turnstile.ts";

test("one passes at a time, what ends something first, the others as they came", async () => {
  let now = 0;
  const clock: Clock = {
    now: () => now,
    wait: async (ms) => {
      await Promise.resolve();
      now += ms;
    },
  };
  const turnstile = new Turnstile(1200, clock, new AbortController().signal);
  const passed: (readonly [string, number])[] = [];
  const pass = async (name: string, urgent: boolean) => {
    await turnstile.pass(() => urgent);
    passed.push([name, now]);
  };
  await Promise.all([pass("a", false), pass("b", false), pass("c", false), pass("last", true)]);
  assert.deepEqual(passed, [
    ["a", 0],
    ["last", 1200],
    ["b", 2400],
    ["c", 3600],
  ]);
  turnstile.pause(30_000);
  await pass("d", true);
  assert.deepEqual(passed.at(-1), ["d", 33_600]);
});

test("nobody waits once the bot ends", async () => {
  const closing = new AbortController();
  const clock: Clock = { now: () => 0, wait: async () => closing.abort() };
  const turnstile = new Turnstile(1200, clock, closing.signal);
  await Promise.all([turnstile.pass(() => false), turnstile.pass(() => false), turnstile.pass(() => false)]);
});

test("what ends something waits for no other, within what is kept for it; what goes on leaves that alone", async () => {
  let now = 0;
  let over = false;
  const clock: Clock = {
    now: () => now,
    wait: async (ms, signal) => {
      await setImmediate();
      // A long wait is broken off, or is the test's last one.
      if (ms > 5_000 && !over && !signal.aborted) await once(signal, "abort");
      else if (!signal.aborted) now += ms;
    },
  };
  const turnstile = new Turnstile(1_000, clock, new AbortController().signal, { most: 6, kept: 3 });
  const going = Array.from({ length: 4 }, async () => {
    await turnstile.pass(() => over);
    return now;
  });
  assert.deepEqual(await Promise.all(going.slice(0, 3)), [0, 1_000, 2_000]);
  over = true;
  turnstile.lookAgain();
  assert.equal(await going[3], 2_000);
  await turnstile.pass(() => true);
  await turnstile.pass(() => true);
  assert.equal(now, 2_000);
  await turnstile.pass(() => true);
  assert.equal(now, 62_000, "no more than Slack takes in a minute");
});
