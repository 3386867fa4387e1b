import type { Sentence } from "../../core/words/sentence.ts";

/**
 * How a platform writes. All three take text of others, or the bot's own, and give Markdown in which nothing pings,
 * opens a fence, or passes as what it is not.
 */
export interface Markup {
  /** Longest text of one message, in UTF-16 units. */
  readonly textLimit: number;
  /** A model's or a person's Markdown, made harmless. Its fences stay. */
  prose(text: string): string;
  /** What stands inside a fence: it can neither end it nor ping. */
  literal(text: string): string;
  /** The bot's own words, set off by a sign that no prose can begin with. */
  own(sentence: Sentence): string;
}

/** Begins every line of the bot's own words in a chat; in prose it is replaced. */
export const ownSign = "▸";

/** Prose without the sign of the bot's own words. */
export function withoutOwnSign(text: string): string {
  return text.replaceAll(ownSign, "▹");
}

/** Three backticks in a row end a fence wherever they stand: an invisible space keeps them apart. */
export function withoutFences(text: string): string {
  return text.replaceAll(/`{3,}|~{3,}/g, (run) => run.split("").join("\u200b"));
}

/** A code block. @param tag its language, or nothing */
export function fence(tag: string, literal: string): string {
  return `\`\`\`${tag}\n${literal.replace(/\n+$/, "")}\n\`\`\``;
}
