import type { Dialog } from "../../dialog.ts";

/** One message of a chat completion. */
export interface ChatMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/** How a dialog is put to one family of models. */
export interface Dialect {
  /**
   * The whole prompt, from the record alone. It only grows: the prompt of a longer record begins with this one,
   * except where a trim is recorded in between.
   */
  messages(dialog: Dialog): readonly ChatMessage[];
}
