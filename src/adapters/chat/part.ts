import type { CommandSyntax } from "../../core/commands/command-name.ts";
import type { Words } from "../../core/words/vocabulary.ts";
import type { ChatBody } from "./chat-body.ts";
import type { Markup } from "./markup.ts";

/** A piece of an answer: Markdown that flows, or an upload with a message of its own. */
export type Part = { readonly kind: "markdown"; readonly text: string } | Exclude<ChatBody, { readonly kind: "text" }>;

export interface AnswerSetting {
  readonly words: Words;
  readonly syntax: CommandSyntax;
  readonly markup: Markup;
  /** Whether the person wrote the code where all can see it, so that it is not shown again. */
  readonly ownCode: boolean;
  /** Whether nothing was shown for so long that a message should say what goes on. */
  readonly waitedLong: boolean;
}

export function markdown(text: string): Part {
  return { kind: "markdown", text };
}

/** A block of text that is shown as it is; of nothing but white space none, which a chat would take for no block. */
export function codeBlock(tag: string, literal: string): readonly Part[] {
  return literal.trim() === "" ? [] : [markdown(`\`\`\`${tag}\n${literal.replace(/\n+$/, "")}\n\`\`\``)];
}
