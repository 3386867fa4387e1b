import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { openFence, splitText, withWholeBlocks } from "../../../src/adapters/chat/split-text.ts";

const line = fc.oneof(
  fc.constantFrom("```python", "```", "~~~", "", "print('x')", "a word and another", "数据 与 图表"),
  fc.string({ unit: "grapheme", maxLength: 120 }),
);
const anyText = fc.array(line, { maxLength: 60 }).map((lines) => lines.join("\n"));
const squeezed = (text: string) => text.replace(/\s|```\w*|~~~/g, "");

describe("a long text", () => {
  it("comes in pieces within the limit that lose nothing but white space, each with its fences closed", () => {
    const property = fc.property(anyText, fc.integer({ min: 120, max: 400 }), (text, limit) => {
      const pieces = splitText(text, limit);
      for (const [at, piece] of pieces.entries()) {
        assert.ok(piece.length <= limit, `${piece.length} > ${limit}`);
        assert.ok(piece.isWellFormed() || !text.isWellFormed());
        if (at < pieces.length - 1) assert.equal(openFence(piece), undefined, piece);
      }
      assert.equal(squeezed(pieces.join("")), squeezed(text));
    });
    fc.assert(property, { numRuns: 1_000 });
  });

  it("goes on in a fence of the same language", () => {
    const text = `Look:\n\`\`\`python\n${"print(1)\n".repeat(40)}\`\`\`\nDone.`;
    const pieces = splitText(text, 200);
    assert.ok(pieces.length > 2);
    for (const piece of pieces.slice(1, -1)) assert.match(piece, /^```python\n[^]*\n```$/);
    assert.match(pieces.at(-1) ?? "", /Done\.$/);
  });

  it("keeps its earlier pieces while it grows", () => {
    const words = Array.from({ length: 300 }, (_, at) => `word${at} `);
    let before: readonly string[] = [];
    for (let shown = 1; shown <= words.length; shown++) {
      const pieces = splitText(words.slice(0, shown).join(""), 150);
      const settled = before.slice(0, -2);
      assert.deepEqual(pieces.slice(0, settled.length), settled);
      before = pieces;
    }
  });

  it("stays one piece when it fits, and an open fence can be closed", () => {
    assert.deepEqual(splitText("short", 100), ["short"]);
    assert.equal(withWholeBlocks("```py\nx"), "```py\nx\n```");
    assert.equal(withWholeBlocks("```py\nx\n```"), "```py\nx\n```");
  });
});
