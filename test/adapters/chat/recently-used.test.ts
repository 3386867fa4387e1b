import assert from "node:assert/strict";
import { test } from "node:test";
import { RecentlyUsed } from "../../../src/adapters/chat/recently-used.ts";

test("what was used longest ago goes first, and nothing that must stay", () => {
  const kept = new RecentlyUsed<string>(2, (value) => value === "stays");
  const left = () => ["a", "b", "c", "d"].filter((key) => kept.get(key) !== undefined).join("");
  kept.set("a", "1");
  kept.set("b", "2");
  kept.get("a");
  kept.set("c", "3");
  assert.equal(left(), "ac");
  kept.set("a", "stays");
  kept.set("c", "stays");
  kept.set("d", "4");
  assert.equal(left(), "acd", "the newest is no exchange for what stays");
  kept.delete("c");
  kept.set("b", "5");
  assert.equal(left(), "ab");
});
