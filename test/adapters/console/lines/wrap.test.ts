import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { columnsOf } from "../../../../src/adapters/columns.ts";
import { line } from "../../../../src/adapters/console/lines/line.ts";
import { wrap } from "../../../../src/adapters/console/lines/wrap.ts";

function rows(text: string, columns: number, words = true, gutter?: string): readonly string[] {
  const rest = gutter === undefined ? { words } : { words, gutter: { text: gutter, style: "own" as const } };
  return wrap(line(text, "prose", rest), columns).map(({ spans }) => spans.map((span) => span.text).join(""));
}

describe("a line that is too long for the terminal", () => {
  it("breaks between words, and inside of a word that is longer than a row", () => {
    assert.deepEqual(rows("one two three", 8), ["one two ", "three"]);
    assert.deepEqual(rows("abcdefghij", 4), ["abcd", "efgh", "ij"]);
  });

  it("breaks anywhere where it is not made of words", () => {
    assert.deepEqual(rows("one twothree", 8, false), ["one twot", "hree"]);
  });

  it("counts two columns for a Chinese character and breaks between any two of them", () => {
    assert.deepEqual(rows("中文分成几行", 5), ["中文", "分成", "几行"]);
  });

  it("keeps what a person sees as one character in one piece", () => {
    assert.deepEqual(rows("👩‍👩‍👧👩‍👩‍👧e\u0301", 4), ["👩‍👩‍👧👩‍👩‍👧", "e\u0301"]);
  });

  it("goes on as far in as it began, with a bar beside each row", () => {
    assert.deepEqual(rows("one two", 6, true, "▸ "), ["▸ one ", "  two"]);
    assert.deepEqual(rows("one two", 6, true, "│ "), ["│ one ", "│ two"]);
  });

  it("never takes more columns than there are, however narrow the terminal is", () => {
    const property = fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 10, max: 30 }), (text, columns) => {
      for (const row of rows(text.replaceAll(/\s/g, " "), columns, true, "▸ "))
        assert.ok(columnsOf(row) <= columns, row);
    });
    fc.assert(property);
  });
});
