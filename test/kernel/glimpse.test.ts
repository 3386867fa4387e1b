import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hiddenGlimpse, readGlimpse } from "../../src/kernel/glimpse.ts";

describe("a look at a Python", () => {
  it("is read as the kernel gives it", () => {
    const raw = {
      variables: [
        { name: "rain", type: "DataFrame", shape: [3, 4], bytes: 224 },
        { name: "town", type: "str", shape: [5], repr: "'Basel'\x1b[31m" },
      ],
      more: 7,
      memory_bytes: 90_000_000,
    };
    assert.deepEqual(readGlimpse(raw, 2, 45_000), {
      generation: 2,
      runningMs: 45_000,
      memoryBytes: 90_000_000,
      variables: [
        { name: "rain", type: "DataFrame", shape: "(3, 4)", bytes: 224, preview: "" },
        { name: "town", type: "str", shape: "5", preview: "'Basel'" },
      ],
      more: 7,
    });
  });

  it("shows nothing of what it cannot read", () => {
    const nothing = { generation: 1, memoryBytes: 0, variables: [], more: 0 };
    for (const raw of [undefined, null, [], "x", { variables: 3, more: -1, memory_bytes: "many" }]) {
      assert.deepEqual(readGlimpse(raw, 1, undefined), nothing);
    }
  });

  it("tells time and memory of one that did not answer, and that the variables are not seen", () => {
    const seen = { generation: 1, runningMs: 7, memoryBytes: 300, variables: [], more: 0, hidden: true };
    assert.deepEqual(hiddenGlimpse(300, 1, 7), seen);
    assert.deepEqual(hiddenGlimpse(undefined, 1, 7), { ...seen, memoryBytes: 0 });
  });
});
