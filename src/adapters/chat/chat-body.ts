import { createHash } from "node:crypto";
import type { Button } from "../../core/adapter.ts";
import type { Figure } from "../../core/turn.ts";

/**
 * What one message of a chat shows. Uploads are never edited. Where a text is not at hand, because an earlier life of
 * the bot posted it, it is empty, and its `hash` is there if it was kept.
 */
export type ChatBody =
  | {
      readonly kind: "text";
      readonly text: string;
      readonly buttons: readonly Button[];
      readonly hash?: string | undefined;
    }
  | { readonly kind: "figure"; readonly figure: Figure; readonly number: number }
  /** A text that is too long for a message, as a file. */
  | { readonly kind: "file"; readonly name: string; readonly text: string; readonly hash?: string | undefined };

export function sameBody(one: ChatBody, other: ChatBody): boolean {
  switch (one.kind) {
    case "text":
      return other.kind === "text" && one.text === other.text && one.buttons.join() === other.buttons.join();
    case "figure":
      return other.kind === "figure" && one.figure.hash === other.figure.hash;
    case "file":
      return other.kind === "file" && one.name === other.name && sameText(one, other);
    default:
      return one satisfies never;
  }
}

type Text = Exclude<ChatBody, { readonly kind: "figure" }>;

/** Also of a text that is not at hand; of one of which nothing is known, too. */
export function sameText(one: Text, other: Text): boolean {
  if (one.text === other.text) return true;
  const [hash, another] = [hashOf(one), hashOf(other)];
  return hash === undefined || another === undefined || hash === another;
}

/** White space does not count: platforms take some of it away. */
export function hashOf({ text, hash }: Text): string | undefined {
  if (hash !== undefined || text === "") return hash;
  return createHash("sha256").update(text.replaceAll(/\s+/g, "")).digest("base64url").slice(0, 16);
}
