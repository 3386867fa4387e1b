import { heldProse } from "../../chat/held-prose.ts";
import { type Markup, signed, withoutFences, withoutOwnSign, withPlainNames } from "../../chat/markup.ts";

const invisible = "\u200b";
/** What Slack reads as a call to people or channels, wherever it stands; and its words for "all". */
const calls = /<(?=(?:!(?:channel|here|everyone|subteam|date)|[@#][A-Z0-9]))|@(?=(?:channel|here|everyone)\b)/gi;

/** Markdown of Slack's `markdown` blocks. They take 12,000 characters; the rest is for what neutralising adds. */
export const slackMarkup: Markup = {
  textLimit: 9_000,
  prose: (text) => withoutCalls(heldProse(withoutOwnSign(text))),
  literal: (text) => withoutCalls(withoutFences(withoutOwnSign(text))),
  own: (sentence) => signed(withoutCalls(withPlainNames(sentence))),
};

/** Text in which nothing calls anybody: an invisible space parts what Slack would read as one. */
export function withoutCalls(text: string): string {
  return text.replaceAll(calls, (sign) => `${sign}${invisible}`);
}

/** Text for where Slack reads its own markup. */
export function escaped(text: string): string {
  return withoutCalls(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
