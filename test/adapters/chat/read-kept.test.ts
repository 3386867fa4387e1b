import assert from "node:assert/strict";
import { test } from "node:test";
import { readPlace as discordPlace } from "../../../src/adapters/discord/place.ts";
import { readPlace as slackPlace } from "../../../src/adapters/slack/place.ts";

test("a place that is damaged is none, and throws nothing", () => {
  for (const kept of ["{", "null", "[]", '{"kind":"command"}', undefined]) {
    assert.equal(slackPlace(kept), undefined);
    const at = { thread: "1", channel: "1", message: "2" };
    assert.deepEqual(discordPlace(kept, { ...at, command: false }), { kind: "messages", channel: "1" });
    assert.equal(discordPlace(kept, { ...at, command: true }), undefined);
  }
  assert.deepEqual(slackPlace('{"channel":"C1"}'), { channel: "C1" });
});
