import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CellOutputs } from "../../src/kernel/cell-outputs.ts";
import type { KernelMessage } from "../../src/kernel/messages.ts";
import type { CellLimits } from "../../src/kernel/session.ts";

const LIMITS: CellLimits = {
  timeoutMs: 1000,
  moreMs: 1000,
  longestMs: 10_000,
  graceMs: 1000,
  outputCharacters: 4000,
  floodCharacters: 20_000,
  figures: 2,
  figureBytes: 400,
};

const PNG = Buffer.from("a small picture").toString("base64");
const stream = (text: string): KernelMessage => ({ kind: "stream", stream: "stdout", text });
const display = (data: Record<string, unknown>, id?: string): KernelMessage => ({
  kind: "display",
  result: false,
  display: id === undefined ? { data } : { data, id },
});

const picture = (bytes: number) => ({ "image/png": Buffer.alloc(bytes).toString("base64"), "text/plain": "Rain" });

function readAll(...messages: readonly KernelMessage[]) {
  const outputs = new CellOutputs(LIMITS);
  const shown = messages.flatMap((message) => outputs.read(message));
  return { shown: [...shown, ...outputs.end()], excess: outputs.excess };
}

describe("what a cell shows", () => {
  it("clears at once, or just before what comes next", () => {
    const { shown } = readAll(
      stream("1"),
      { kind: "clear", wait: false },
      stream("2"),
      { kind: "clear", wait: true },
      stream("3"),
    );
    assert.deepEqual(
      shown.map((output) => output.kind),
      ["stream", "cleared", "stream", "cleared", "stream"],
    );
  });

  it("stays when a clearing waits for something that never comes", () => {
    const { shown } = readAll(stream("1"), { kind: "clear", wait: true });
    assert.deepEqual(
      shown.map((output) => output.kind),
      ["stream"],
    );
  });

  it("has its codes cut out over message boundaries, each stream for itself", () => {
    const stderr: KernelMessage = { kind: "stream", stream: "stderr", text: "warn" };
    const { shown } = readAll(stream("a\x1b[3"), stderr, stream("1mb"));
    assert.deepEqual(
      shown.map((output) => output.kind === "stream" && output.text),
      ["a", "warn", "b"],
    );
  });

  it("holds a picture with its text, and the text alone when the picture is too big", () => {
    const big = Buffer.alloc(401).toString("base64");
    const { shown } = readAll(
      display({ "image/png": PNG, "text/plain": "Rain" }),
      display({ "image/png": big, "text/plain": "Snow" }),
    );
    const parts = shown.map((output) => (output.kind === "display" ? Object.keys(output.shown).toSorted() : []));
    assert.deepEqual(parts, [["picture", "text"], ["text"]]);
  });

  it("has pictures up to the bytes of all together, also of those that went, and is stopped beyond", () => {
    const update: KernelMessage = { kind: "update", display: { data: picture(200), id: "d" } };
    const first = [display(picture(100), "d"), { kind: "clear", wait: false }, update] as const;
    assert.equal(readAll(...first, display(picture(100))).excess, undefined);
    const { shown, excess } = readAll(...first, display(picture(101)));
    assert.equal(excess, "too-large-figures");
    const pictures = shown.map((output) => "shown" in output && output.shown.picture?.bytes.length);
    assert.deepEqual(pictures, [100, false, 200, undefined]);
    assert.equal(readAll({ ...update, display: { data: picture(401), id: "d" } }).excess, "too-large-figures");
  });

  it("never holds SVG, nor an empty display", () => {
    assert.deepEqual(readAll(display({ "image/svg+xml": "<svg/>", "application/x": {} })).shown, []);
  });

  it("has figures up to its limit, and the text of those beyond", () => {
    const one = display({ "image/png": PNG, "text/plain": "Rain" });
    assert.equal(readAll(one, one).excess, undefined);
    const { shown, excess } = readAll(one, one, one);
    assert.equal(excess, "too-many-figures");
    const pictures = shown.map((output) => output.kind === "display" && output.shown.picture !== undefined);
    assert.deepEqual(pictures, [true, true, false]);
  });

  it("may move a figure by clearing, but not for ever", () => {
    const frame: readonly KernelMessage[] = [{ kind: "clear", wait: true }, display({ "image/png": PNG })];
    const frames = (count: number) => Array.from({ length: count }, () => frame).flat();
    assert.equal(readAll(...frames(20)).excess, undefined);
    assert.equal(readAll(...frames(21)).excess, "too-many-figures");
  });

  it("is a flood when there is too much text, in whatever form", () => {
    const long = "x".repeat(20_001);
    assert.equal(readAll(stream(long)).excess, "too-much-output");
    assert.equal(readAll(display({ "text/html": long })).excess, "too-much-output");
    assert.equal(readAll({ kind: "error", name: "E", value: "", traceback: long }).excess, "too-much-output");
    assert.equal(readAll(...Array.from({ length: 2000 }, () => stream(""))).excess, "too-much-output");
  });

  it("loses the middle of one endless error or display, and html that is too long", () => {
    const long = "x".repeat(5000);
    const { shown } = readAll(
      { kind: "error", name: "E", value: long, traceback: long },
      display({ "text/plain": long, "text/html": long }),
    );
    assert.ok(JSON.stringify(shown).length < LIMITS.outputCharacters);
    assert.deepEqual(
      shown.map((output) => output.kind),
      ["error", "display"],
    );
  });

  it("replaces displays by their id", () => {
    const { shown } = readAll(display({ "text/plain": "1" }, "d"), {
      kind: "update",
      display: { data: { "text/plain": "2" }, id: "d" },
    });
    assert.deepEqual(shown.at(-1), { kind: "replaced", display: "d", shown: { text: "2" } });
  });
});
