import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { OutputBudget } from "../../src/kernel/output-budget.ts";
import type { CellOutput, KernelPicture } from "../../src/kernel/session.ts";

type Output = CellOutput<KernelPicture>;

const stdout = (text: string): Output => ({ kind: "stream", stream: "stdout", text });
const figure = (text: string): Output => ({
  kind: "display",
  result: false,
  shown: { text, picture: { mime: "image/png", bytes: new Uint8Array(10_000) } },
});

describe("the budget of a cell's output", () => {
  it("lets through what fits, as it comes", () => {
    const budget = new OutputBudget(100);
    assert.deepEqual(budget.add(stdout("hello")), [stdout("hello")]);
    assert.deepEqual(budget.end(), []);
  });

  it("shows the first three quarters at once and the last quarter at the end, with what lies between counted", () => {
    const budget = new OutputBudget(100);
    assert.deepEqual(budget.add(stdout("a".repeat(70))), [stdout("a".repeat(70))]);
    assert.deepEqual(budget.add(stdout("b".repeat(50))), [stdout("b".repeat(5))]);
    assert.deepEqual(budget.add(stdout("c".repeat(10))), []);
    assert.deepEqual(budget.end(), [{ kind: "omitted", characters: 30 }, stdout("b".repeat(15) + "c".repeat(10))]);
  });

  it("counts every character once, however the text is cut", () => {
    for (const size of [1, 3, 7, 64, 999]) {
      const budget = new OutputBudget(400);
      const shown = Array.from({ length: 5000 / size }, () => budget.add(stdout("x".repeat(size)))).flat();
      const all = [...shown, ...budget.end()];
      const sum = all.reduce(
        (soFar, output) =>
          soFar + (output.kind === "omitted" ? output.characters : output.kind === "stream" ? output.text.length : 0),
        0,
      );
      assert.equal(sum, Math.floor(5000 / size) * size);
      assert.equal(all.filter((output) => output.kind === "omitted").length, 1);
    }
  });

  it("cuts no character in two", () => {
    const budget = new OutputBudget(10);
    const all = [...budget.add(stdout("👍".repeat(50))), ...budget.end()];
    for (const output of all) if (output.kind === "stream") assert.ok(output.text.isWellFormed());
  });

  it("drops no figure, and keeps its place in the tail", () => {
    const budget = new OutputBudget(100);
    budget.add(stdout("a".repeat(200)));
    assert.deepEqual(budget.add(figure("fig")), []);
    budget.add(stdout("b".repeat(200)));
    assert.deepEqual(budget.end(), [{ kind: "omitted", characters: 300 }, figure("fig"), stdout("b".repeat(25))]);
  });

  it("begins anew when the cell clears what it showed", () => {
    const budget = new OutputBudget(100);
    budget.add(stdout("a".repeat(200)));
    assert.deepEqual(budget.add({ kind: "cleared" }), [{ kind: "cleared" }]);
    assert.deepEqual(budget.add(stdout("b")), [stdout("b")]);
    assert.deepEqual(budget.end(), []);
  });

  it("replaces a display that still waits for the end", () => {
    const budget = new OutputBudget(400);
    budget.add(stdout("a".repeat(400)));
    budget.add({ kind: "display", display: "d", result: false, shown: { text: "10 %" } });
    assert.deepEqual(budget.add({ kind: "replaced", display: "d", shown: { text: "20 %" } }), []);
    assert.deepEqual(budget.end().at(-1), { kind: "display", display: "d", result: false, shown: { text: "20 %" } });
  });

  it("keeps the error that ends a flood", () => {
    const budget = new OutputBudget(1000);
    const error: Output = { kind: "error", name: "E", value: "v", traceback: "t" };
    for (let i = 0; i < 100; i++) budget.add(stdout("x".repeat(100)));
    budget.add(error);
    assert.deepEqual(budget.end().at(-1), error);
  });
});
