import assert from "node:assert/strict";
import { test } from "node:test";
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
    await turnstile.pass(urgent);
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
  await Promise.all([turnstile.pass(false), turnstile.pass(false), turnstile.pass(false)]);
});
