import assert from "node:assert/strict";
import { test } from "node:test";
import { zonedTime } from "../../src/core/time.ts";

const at = Date.UTC(2026, 2, 1, 1, 30, 0);

for (const [zone, expected] of [
  ["Asia/Shanghai", "2026-03-01T09:30:00+08:00"],
  ["America/Los_Angeles", "2026-02-28T17:30:00-08:00"],
  ["Asia/Kolkata", "2026-03-01T07:00:00+05:30"],
  ["UTC", "2026-03-01T01:30:00+00:00"],
] as const) {
  test(`a moment in ${zone} is ${expected}`, () => {
    assert.equal(zonedTime(at, zone), expected);
  });
}

test("midnight is the hour 00, and a zone that nobody knows is that of the bot", () => {
  assert.equal(zonedTime(Date.UTC(2026, 0, 1), "UTC"), "2026-01-01T00:00:00+00:00");
  assert.equal(zonedTime(at, "Mars/Olympus"), zonedTime(at));
});
