import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addOutput, overtype, visible } from "../../src/core/outputs.ts";
import type { Output } from "../../src/core/turn.ts";

const stdout = (text: string): Output => ({ kind: "stream", stream: "stdout", text });
const display = (name: string, text: string): Output => ({
  kind: "display",
  display: name,
  result: false,
  shown: { text },
});
const update = (text: string): Output => ({ kind: "replaced", display: "d1", shown: { text } });
const add = (...outputs: readonly Output[]) => outputs.reduce<readonly Output[]>(addOutput, []);

test("a progress bar is one line that moves", () => {
  const bar = add(stdout("  0%|    |"), stdout("\r 50%|##  |"), stdout("\r100%|####|\n"), stdout("done\n"));
  assert.deepEqual(bar, [stdout("100%|####|\ndone\n")]);
});

test("a shorter line typed over a longer one leaves the longer one's end, as a terminal does", () => {
  assert.equal(visible(overtype("", "100 apples\r99")), "990 apples");
});

test("a backspace goes back one character and stops at the line's start", () => {
  assert.equal(visible(overtype("", "ab\bc\n\b\bd")), "ac\nd");
});

test("Windows line ends are line ends", () => {
  assert.equal(overtype("", "one\r\ntwo\r\n"), "one\ntwo\n");
});

test("text cut at any place is typed over the same", () => {
  const text = fc.array(fc.constantFrom("a", "b", "\r", "\b", "\n", "汉"), { maxLength: 30 });
  fc.assert(
    fc.property(text, fc.nat(30), (letters, cut) => {
      const whole = letters.join("");
      const twice = overtype(overtype("", letters.slice(0, cut).join("")), letters.slice(cut).join(""));
      assert.equal(visible(twice), visible(overtype("", whole)));
    }),
    { numRuns: 2_000 },
  );
});

test("streams that alternate stay in the order they came", () => {
  const kinds = add(stdout("a"), stdout("b"), { kind: "stream", stream: "stderr", text: "!" }, stdout("c"));
  assert.deepEqual(
    kinds.map((output) => output.kind === "stream" && output.text),
    ["ab", "!", "c"],
  );
});

test("cleared output is gone, and what comes after stays", () => {
  assert.deepEqual(add(stdout("old"), { kind: "cleared" }, stdout("new")), [stdout("new")]);
});

test("a display that is updated changes in its place, and its newest update is kept for earlier cells", () => {
  const outputs = add(display("d1", "1"), stdout("x"), update("2"), update("3"));
  assert.deepEqual(outputs, [update("3"), display("d1", "3"), stdout("x")]);
});

test("an update of another cell's display outlives a clearing of this one", () => {
  assert.deepEqual(add(stdout("x"), update("2"), { kind: "cleared" }), [update("2")]);
});
