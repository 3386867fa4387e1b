import type { Dialog } from "./dialog.ts";

/**
 * The life of Python whose variables people and the model believe to be there: that of the last cell, if they survived
 * it and nobody was told since that they are gone.
 */
export function believedGeneration(dialog: Dialog): number | undefined {
  const last = dialog.turns
    .flatMap((turn) => turn.entries)
    .findLast((entry) => entry.kind === "ran" || (entry.kind === "noted" && entry.note.kind === "python-restarted"));
  return last?.kind === "ran" && last.end.kept ? last.end.generation : undefined;
}
