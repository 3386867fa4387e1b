import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { safeLine, safeText } from "../../src/adapters/safe-text.ts";

const forbidden = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

describe("text of others", () => {
  it("never holds anything that a terminal acts on", () => {
    const parts = fc.constantFrom(
      "\x1b",
      "[",
      "]",
      "0;",
      "m",
      "\x07",
      "\x9c",
      "\x9b",
      "P",
      "\\",
      "\u202e",
      "a",
      "\r",
      "\n",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(parts, fc.string({ unit: "binary" }))), (pieces) => {
        const text = safeText(pieces.join(""));
        assert.doesNotMatch(text, forbidden);
        assert.ok(text.isWellFormed());
      }),
      { numRuns: 1000 },
    );
  });

  it("is one line where it is a name, which turns no line around", () => {
    assert.equal(safeLine(" Ada\n▸ Stopped.\u202e "), "Ada ▸ Stopped.");
  });

  it("keeps its words when control sequences go", () => {
    assert.equal(safeText("a\x1b[31mred\x1b[0m \x1b]8;;http://x\x1b\\link\x1b]8;;\x07 \x9b2Jb"), "ared link b");
    assert.equal(safeText("中文 \t👩‍👩‍👧 \n−1"), "中文 \t👩‍👩‍👧 \n−1");
  });

  it("is read in time that grows with its length alone", () => {
    const text = "\x1b]".repeat(200_000);
    assert.doesNotMatch(safeText(text), forbidden);
  });
});
