import assert from "node:assert/strict";
import { test } from "node:test";
import { cellId, personId } from "../../src/core/ids.ts";
import { lastWord } from "../../src/core/last-word.ts";
import type { Block, TurnView } from "../../src/core/view.ts";
import { words } from "../../src/core/words/words.ts";
import type { CellOutcome } from "../../src/kernel/session.ts";

const stopped = { why: "stopped", by: personId("test", "ada") } as const;

function cell(outcome: CellOutcome): Block {
  const end = { outcome, kept: true, generation: 1 };
  return { kind: "cell", key: "1", cell: cellId("cell1"), code: "1", state: "closed", outputs: [], end };
}

function said(view: Omit<TurnView, "language">): string | undefined {
  return lastWord({ language: "en", ...view }, words("en"), (name) => `/${name}`);
}

test("a stop is said once: by the cell that it stopped, else by the ending", () => {
  assert.equal(said({ blocks: [cell("interrupted")], ending: stopped }), undefined);
  assert.equal(said({ blocks: [cell("ok")], ending: stopped }), "Stopped.");
  assert.equal(said({ blocks: [], ending: stopped }), "Stopped.");
});

test("an answer and a turn that goes on end without a word, a failure with its sentence", () => {
  assert.equal(said({ blocks: [], ending: { why: "answered" } }), undefined);
  assert.equal(said({ blocks: [cell("interrupted")] }), undefined);
  assert.match(said({ blocks: [], ending: { why: "failed", code: "model-busy", facts: {} } }) ?? "", /too busy/);
});
