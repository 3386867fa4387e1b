import type { Sentence } from "../../core/words/sentence.ts";
import type { Words } from "../../core/words/vocabulary.ts";

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
  /** The bot's own words, set off by a sign that nothing else can have; the names in them are names and no more. */
  own(sentence: Sentence): string;
}

/** Begins every line of the bot's own words in a chat; in all else it is replaced. */
const ownSign = "▸";

/** Text of others without the sign of the bot's own words. */
export function withoutOwnSign(text: string): string {
  return text.replaceAll(ownSign, "▹");
}

/** Three backticks in a row end a fence wherever they stand: an invisible space keeps them apart. */
export function withoutFences(text: string): string {
  return text.replaceAll(/`{3,}|~{3,}/g, (run) => run.split("").join("\u200b"));
}

/** Stands for a backtick that would begin code and end it nowhere. */
export const loneTick = "\u02cb";

/** A sentence in which no name of a person or a file is a link, or formats what stands behind it. */
export function withPlainNames(sentence: Sentence): Sentence {
  return withoutOwnSign(sentence)
    .replaceAll("`", loneTick)
    .replaceAll(/\](?=[([])/g, "]\u200b")
    .replaceAll(/<(?=\w+:)/g, "<\u200b")
    .replaceAll(/([*_~|])(?=\1)/g, "$1\u200b");
}

/** The bot's own words, line by line behind their sign. */
export function signed(sentence: Sentence): string {
  return sentence.replace(/^/gm, `${ownSign} `);
}

/** What somebody asked, shown by the bot to others: without code blocks, which a quote would tear. */
export function quoted(text: string, markup: Markup): string {
  const lines = markup.prose(text).split("\n");
  return lines.flatMap((line) => (line.startsWith("```") ? [] : [`> ${line}`])).join("\n");
}

/** The message that shows a question which a command asked. */
export function askedPost(name: string, text: string, markup: Markup, { chat }: Words): string {
  return `${markup.own(chat.askedBy(name))}\n${quoted(text, markup)}`;
}
