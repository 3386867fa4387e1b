import assert from "node:assert/strict";
import { test } from "node:test";
import type { Dialog, Entry, RecordedTurn } from "../../../src/core/dialog.ts";
import { personId, threadId } from "../../../src/core/ids.ts";
import { trim } from "../../../src/core/interpreter/make-room.ts";

const asked: Entry = {
  kind: "asked",
  who: { id: personId("test", "ada"), name: "Ada" },
  via: "message",
  text: "?",
  language: "en",
  at: "",
};
const said: Entry = { kind: "said", parts: [{ kind: "prose", raw: "!", text: "!" }] };

/** A dialog of turns with so many steps each; every entry that is still read counts ten tokens. */
function dialogOf(...steps: readonly number[]): Dialog {
  const turns = steps.map(
    (count, index): RecordedTurn => ({
      number: index + 1,
      entries: [asked, ...Array.from({ length: count }, () => said)],
    }),
  );
  return { thread: threadId("test", "long"), turns };
}

function size(dialog: Dialog): number {
  const entries = dialog.turns.flatMap((turn) => turn.entries.map((entry, at) => ({ turn: turn.number, at, entry })));
  const last = entries.findLast(({ entry }) => entry.kind === "noted")?.entry;
  const from = last?.kind === "noted" && last.note.kind === "trimmed" ? last.note : { turn: 1, step: 1 };
  const read = entries.filter(
    ({ turn, at, entry }) =>
      entry.kind !== "noted" && (turn > from.turn || (turn === from.turn && (at === 0 || at >= from.step))),
  );
  return read.length * 10;
}

test("whole old turns go, until half of the budget is free", () => {
  assert.deepEqual(trim(dialogOf(1, 1, 1, 1, 1, 1), 80, size), { kind: "trimmed", turn: 5, step: 1 });
});

test("a single long turn loses its oldest steps and keeps its question", () => {
  assert.deepEqual(trim(dialogOf(9), 80, size), { kind: "trimmed", turn: 1, step: 7 });
});

test("what cannot be made to fit is not trimmed", () => {
  assert.equal(trim(dialogOf(1, 1), 10, size), undefined);
});

test("a second trim begins where the first one did", () => {
  const once = dialogOf(1, 1, 1, 1);
  const newest = once.turns.at(-1);
  assert.ok(newest);
  const note: Entry = { kind: "noted", note: { kind: "trimmed", turn: 3, step: 1 } };
  const twice: Dialog = {
    ...once,
    turns: [...once.turns.slice(0, -1), { ...newest, entries: [...newest.entries, note] }],
  };
  assert.deepEqual(trim(twice, 45, size), { kind: "trimmed", turn: 4, step: 1 });
});
