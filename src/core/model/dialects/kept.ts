import type { Dialog, Entry, RecordedTurn } from "../../dialog.ts";

/** What of a dialog is still put to the model. */
export interface Kept {
  readonly turns: readonly RecordedTurn[];
  /** Whether something before it was left out. */
  readonly trimmed: boolean;
}

/** Drops what the newest recorded trim leaves out; a turn that is cut keeps its question. */
export function keptOf(dialog: Dialog): Kept {
  const note = newestTrim(dialog);
  if (note === undefined) return { turns: dialog.turns, trimmed: false };
  const turns = dialog.turns.filter((turn) => turn.number >= note.turn);
  return { turns: turns.map((turn) => (turn.number === note.turn ? fromStep(turn, note.step) : turn)), trimmed: true };
}

function newestTrim(dialog: Dialog): { readonly turn: number; readonly step: number } | undefined {
  const notes = dialog.turns.flatMap((turn) => turn.entries).filter((entry) => entry.kind === "noted");
  return notes.map((entry) => entry.note).findLast((note) => note.kind === "trimmed");
}

/** A step begins with what was said in it. */
function fromStep(turn: RecordedTurn, first: number): RecordedTurn {
  let step = 0;
  const entries = turn.entries.filter((entry: Entry) => {
    if (entry.kind === "said") step += 1;
    const ofStep = entry.kind === "said" || entry.kind === "ran" || entry.kind === "refused";
    return !ofStep || Math.max(step, 1) >= first;
  });
  return { ...turn, entries };
}
