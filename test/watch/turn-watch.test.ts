import assert from "node:assert/strict";
import { test } from "node:test";
import { cellId } from "../../src/core/ids.ts";
import type { TurnEvent } from "../../src/core/turn.ts";
import { emptyView, extend, type TurnView } from "../../src/core/view.ts";
import { TurnWatch } from "../../src/watch/turn-watch.ts";

const cell = cellId("cell1");
const code = { kind: "code", cell, text: "x" } as const;
const opened = { kind: "cell-opened", cell, code: "x" } as const;

/** What is seen of these events, each a second after the one before. */
function watch(...events: readonly TurnEvent[]) {
  let time = 0;
  let view: TurnView = emptyView("en");
  const turn = new TurnWatch({ platform: "fake", kind: "asked" }, () => time);
  const notable = [...turn.see(view)];
  for (const event of events) {
    time += 1_000;
    view = extend(view, event);
    notable.push(...turn.see(view));
  }
  return { notable, summary: turn.summary({ why: "our-mistake", reference: "none" }) };
}

test("a step is a round in which the model says something, however much of it and however long it waits", () => {
  const { summary } = watch(
    { kind: "waiting", for: "model" },
    { kind: "waiting", for: "turn-at-model", ahead: 2 },
    { kind: "waiting", for: "model" },
    { kind: "thinking", characters: 5 },
    { kind: "prose", text: "Let me see." },
    code,
    opened,
    { kind: "cell-closed", cell, end: { outcome: "ok", kept: true, generation: 1 } },
    { kind: "waiting", for: "model" },
    { kind: "prose", text: "Done." },
    { kind: "ended", ending: { why: "answered" } },
  );
  assert.deepEqual(summary, {
    platform: "fake",
    kind: "asked",
    ending: { why: "answered" },
    steps: 2,
    cells: { ok: 1 },
    tookMs: 11_000,
    phasesMs: { model: 9_000, "model-queue": 1_000, cell: 1_000 },
  });
});

test("a cell that Python, the machine or the clock ended is notable, once; one that raised is not", () => {
  for (const outcome of ["timed-out", "out-of-memory", "kernel-died", "host-gone", "raised", "ok"] as const) {
    const end = { outcome, kept: false, generation: 1 };
    const { notable } = watch(opened, { kind: "cell-closed", cell, end }, { kind: "prose", text: "Oh." });
    const bad = outcome !== "raised" && outcome !== "ok";
    assert.deepEqual(notable, bad ? [{ kind: "cell-failed", outcome, kept: false }] : []);
  }
});

test("a model that is asked again is notable, once a time", () => {
  const retry = { kind: "waiting", for: "model-retry" } as const;
  const { notable } = watch(retry, retry, { kind: "prose", text: "Well." }, { kind: "waiting", for: "model" }, retry);
  assert.deepEqual(notable, [{ kind: "model-asked-again" }, { kind: "model-asked-again" }]);
});

test("code that was not run counts as refused, and a turn without an ending has the one that it is given", () => {
  const { summary } = watch(code, { kind: "cell-refused", cell, code: "x", why: "cut-off" });
  assert.deepEqual(summary.cells, { refused: 1 });
  assert.deepEqual(summary.ending, { why: "our-mistake", reference: "none" });
});
