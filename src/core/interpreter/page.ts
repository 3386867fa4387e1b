import type { Dialog, Entry } from "../dialog.ts";

/** The record of a thread, open at its newest turn. */
export interface Page {
  /** All that is recorded so far, with what was appended. */
  readonly dialog: Dialog;
  /** Adds to the current turn; resolves when it is kept. */
  append(entry: Entry): Promise<void>;
}
