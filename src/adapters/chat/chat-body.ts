import type { Button } from "../../core/adapter.ts";
import type { Figure } from "../../core/turn.ts";

/** What one message of a chat shows. Uploads are never edited. */
export type ChatBody =
  | { readonly kind: "text"; readonly text: string; readonly buttons: readonly Button[] }
  | { readonly kind: "figure"; readonly figure: Figure; readonly number: number }
  /** A text that is too long for a message, as a file. */
  | { readonly kind: "file"; readonly name: string; readonly text: string };

export function sameBody(one: ChatBody, other: ChatBody): boolean {
  switch (one.kind) {
    case "text":
      return other.kind === "text" && one.text === other.text && one.buttons.join() === other.buttons.join();
    case "figure":
      return other.kind === "figure" && one.figure.hash === other.figure.hash;
    case "file":
      return other.kind === "file" && one.name === other.name && one.text === other.text;
    default:
      return one satisfies never;
  }
}
