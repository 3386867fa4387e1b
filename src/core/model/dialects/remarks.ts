import type { Ending, Refusal } from "../../turn.ts";

/** Of a cell that may have run: its variables and files may be there or not. */
export const UNKNOWN =
  "What came of it is not known: that could not be kept. It may have run in part or to its end, so look before you rely on its variables or files.";

/** What the model reads in place of a result. */
export function refusalText(why: Refusal): string {
  switch (why) {
    case "cut-off":
      return "The code was not run: it broke off before its closing fence. Write it again, shorter, in one whole block.";
    case "too-long":
      return "The code was not run: it is longer than a cell may be. Do it in several shorter cells, one after the other.";
    case "same-code":
      return "The code was not run: it is the same as the cell before, and its result would be the same. Do it another way.";
    case "stopped":
      return "The code was not run: the person stopped it before it was whole.";
    case "not-started":
      return "The code was not run: Python could not be started.";
    case "unknown":
      return UNKNOWN;
    default:
      return why satisfies never;
  }
}

/** How a turn ended, where the model has to know. */
export function endingText(ending: Ending): string {
  switch (ending.why) {
    case "answered":
      return "this was left at its result.";
    case "stopped":
      return "the person stopped this.";
    case "out-of-steps":
      return `this was ended after ${ending.limit} steps.`;
    case "going-in-circles":
      return "this was ended, because the same code came again.";
    case "failed":
    case "our-mistake":
      return "this was ended by a failure outside of Python.";
    default:
      return ending satisfies never;
  }
}
