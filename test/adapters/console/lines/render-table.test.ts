import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { columnsOf } from "../../../../src/adapters/columns.ts";
import { tableLines } from "../../../../src/adapters/console/lines/render-table.ts";
import { wrap } from "../../../../src/adapters/console/lines/wrap.ts";
import { tableText } from "../../../../src/adapters/table-text.ts";

describe("a table in columns", () => {
  it("has its columns even where it has no header", () => {
    assert.deepEqual(
      tableText(
        [],
        [
          ["/run", "runs"],
          ["/restart", "anew"],
        ],
        80,
      ),
      ["/run      runs", "/restart  anew"],
    );
    assert.equal(tableLines(["a", "b"], [], 80)[0]?.spans[0]?.style, "table-head");
  });

  it("goes on in further rows where it is a list without a header", () => {
    const [one] = tableLines([], [["/new", "begins a fresh thread"]], 20);
    assert.ok(one);
    const rows = wrap(one, 20).map(({ spans }) => spans.map(({ text }) => text).join(""));
    assert.deepEqual(rows, ["  /new  begins a ", "        fresh thread"]);
  });

  it("is even in Chinese, and is cut where the terminal ends", () => {
    const table = tableText(
      ["名字", "值"],
      [
        ["成绩表", "x".repeat(100)],
        ["b", "y"],
      ],
      30,
    );
    assert.deepEqual(
      table.map((row) => columnsOf(row)),
      [10, 30, 9],
    );
    assert.match(table[1] ?? "", /^成绩表 {2}x+…$/);
  });

  it("takes rows of any length, and of nothing makes nothing", () => {
    assert.deepEqual(tableText([], [], 80), []);
    assert.deepEqual(tableText(["a"], [["1", "2", "3"], []], 80), ["a", "1  2  3", ""]);
  });
});
