import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FloodGate } from "../../../src/kernel/jupyter/flood-gate.ts";

const MEGABYTE = 1024 * 1024;

describe("the flood gate", () => {
  it("lets a burst through, and tells of what is beyond it once", () => {
    const gate = new FloodGate(() => 0);
    const told = Array.from({ length: 520 }, () => gate.passed(MEGABYTE));
    assert.deepEqual(
      told.flatMap((passed, index) => (passed ? [index] : [])),
      [255, 511],
    );
  });

  it("never minds a megabyte a second, however long", () => {
    let now = 0;
    const gate = new FloodGate(() => now);
    for (; now < 3_600_000; now += 1026) assert.equal(gate.passed(MEGABYTE), false);
  });
});
