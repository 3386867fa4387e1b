import { Failure } from "../../failure.ts";
import type { Dialog, Entry } from "../dialog.ts";
import type { Model } from "../model/model.ts";
import type { Note, TurnEvent } from "../turn.ts";
import type { Page } from "./page.ts";

/** Share of the context that a prompt may fill; the rest is the answer's. */
const PROMPT_SHARE = 0.75;

/** Drops what is oldest, coarsely and on the record, when the next prompt would no longer fit the model. */
export async function* makeRoom(page: Page, model: Model): AsyncGenerator<TurnEvent> {
  const budget = Math.floor(model.contextTokens * PROMPT_SHARE);
  const size = model.size(page.dialog);
  if (size <= budget) return;
  const note = trim(page.dialog, budget, (dialog) => model.size(dialog));
  if (note === undefined) {
    throw new Failure("context-too-long", `Expected a prompt of at most ${budget} tokens, got about ${size}.`, {
      facts: { tokens: size, limit: budget },
    });
  }
  await page.append({ kind: "noted", note });
  yield { kind: "noted", note };
}

/**
 * Where the dialog should begin so that its prompt fills at most half of the budget: whole turns go first, then the
 * oldest steps of the newest turn. Coarse, because each trim makes the server forget its cached prefix.
 * @returns undefined when not even the newest step fits the budget
 */
export function trim(dialog: Dialog, budget: number, size: (dialog: Dialog) => number): Note | undefined {
  const places = beginnings(dialog);
  const sized = places.map((note) => ({ note, size: size(withNote(dialog, note)) }));
  const roomy = sized.find((place) => place.size <= budget / 2);
  if (roomy !== undefined) return roomy.note;
  const last = sized.at(-1);
  return last !== undefined && last.size <= budget ? last.note : undefined;
}

function beginnings(dialog: Dialog): readonly Note[] {
  const entries = dialog.turns.flatMap((turn) => turn.entries);
  const earlier = entries.findLast((entry) => entry.kind === "noted" && entry.note.kind === "trimmed");
  const from = earlier?.kind === "noted" && earlier.note.kind === "trimmed" ? earlier.note : { turn: 1, step: 1 };
  const newest = dialog.turns.at(-1);
  const turns = dialog.turns.map((turn) => ({ kind: "trimmed" as const, turn: turn.number, step: 1 }));
  const steps = Array.from({ length: Math.max(0, stepsOf(newest?.entries ?? []) - 1) }, (_, index) => ({
    kind: "trimmed" as const,
    turn: newest?.number ?? 1,
    step: index + 2,
  }));
  return [...turns, ...steps].filter(
    (place) => place.turn > from.turn || (place.turn === from.turn && place.step > from.step),
  );
}

/** A step is counted by what was said in it. */
function stepsOf(entries: readonly Entry[]): number {
  return entries.filter((entry) => entry.kind === "said").length;
}

function withNote(dialog: Dialog, note: Note): Dialog {
  const newest = dialog.turns.at(-1);
  if (newest === undefined) return dialog;
  const noted = { ...newest, entries: [...newest.entries, { kind: "noted" as const, note }] };
  return { ...dialog, turns: [...dialog.turns.slice(0, -1), noted] };
}
