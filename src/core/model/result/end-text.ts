import type { CellEnd } from "../../../kernel/session.ts";

const GONE = "Python was restarted: all variables, imports and functions are gone. Files are still there.";
const LOST_BEFORE =
  "Python had been started anew before this cell: variables, imports and functions of earlier cells were gone.";
const KEPT = "The variables are kept.";

/** Says in plain sentences how a cell ended, where its output does not. */
export function endText(end: CellEnd, cell: { readonly printed: boolean; readonly raised: boolean }): string {
  const sentences = [end.lostBefore ? LOST_BEFORE : "", reason(end, cell), survival(end)].filter(
    (sentence) => sentence !== "",
  );
  return sentences.join(" ");
}

function reason(end: CellEnd, cell: { readonly printed: boolean; readonly raised: boolean }): string {
  switch (end.outcome) {
    case "ok":
      return cell.printed || cell.raised ? "" : "The cell ran without an error and without output.";
    case "raised":
      return cell.raised ? "" : "The cell ended with an exception that left no message.";
    case "timed-out":
      return "Time ran out, and the cell was stopped. Do less at once, or in a faster way.";
    case "interrupted":
      if (end.because === "too-much-output") return "The cell was stopped because it printed too much. Print less.";
      if (end.because === "too-many-figures") return "The cell was stopped because it showed too many figures.";
      if (end.because === "too-large-figures")
        return "The cell was stopped because its figures were too large. Make them smaller.";
      return "The cell was stopped before its end.";
    case "out-of-memory":
      return "Memory ran out, and the cell was stopped. Work with less data at once.";
    case "kernel-died":
      if (end.because === "folder-overfull")
        return "Python was ended because the cell went on filling the folder, which is full. Delete files first.";
      return "Python died in this cell.";
    case "host-gone":
      return "The machine that runs Python went away in this cell.";
    default:
      return end.outcome satisfies never;
  }
}

/** Said whenever the cell did not end by itself, and whenever something was lost. */
function survival({ outcome, kept }: CellEnd): string {
  if (!kept) return GONE;
  return outcome === "ok" || outcome === "raised" ? "" : KEPT;
}
