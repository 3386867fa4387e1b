import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { isPart } from "../../../src/kernel/files/directory.ts";
import { freeNames, keptName } from "../../../src/kernel/files/kept-name.ts";

describe("the name under which a file is kept", () => {
  for (const [given, kept] of [
    ["scores.csv", "scores.csv"],
    ["成绩单.xlsx", "成绩单.xlsx"],
    ["../../etc/passwd", "passwd"],
    ["C:\\Users\\ada\\scores.csv", "scores.csv"],
    [".bashrc", "bashrc"],
    ["..", "file"],
    ["", "file"],
    ["a\u202Egnp.exe", "agnp.exe"],
    ["two\nlines\0.txt", "twolines.txt"],
    ["cafe\u0301.txt", "caf\u00E9.txt"],
    ["  spaced  .csv ", "spaced.csv"],
    [`${"长".repeat(400)}.csv`, `${"长".repeat(65)}.csv`],
  ] as const) {
    it(`of ${JSON.stringify(given).slice(0, 40)} is ${JSON.stringify(kept).slice(0, 40)}`, () =>
      assert.equal(keptName(given), kept));
  }

  it("is always one visible part of a path that every file system takes", () => {
    const given = fc.oneof(fc.string({ unit: "binary", maxLength: 400 }), fc.string({ unit: "grapheme" }), fc.string());
    fc.assert(
      fc.property(given, (name) => {
        const kept = keptName(name);
        assert.ok(isPart(kept) && !kept.startsWith(".") && !/[\p{C}\\]/u.test(kept), JSON.stringify(kept));
        assert.equal(kept, kept.normalize("NFC"));
        assert.equal(keptName(kept), kept, "a kept name is kept as it is");
        const names = freeNames(kept);
        for (let tries = 0; tries < 120; tries += 1) assert.ok(Buffer.byteLength(names.next().value) <= 255);
      }),
    );
  });
});
