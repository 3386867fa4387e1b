import { heldProse } from "../chat/held-prose.ts";
import { type Markup, signed, withoutFences, withoutOwnSign, withPlainNames } from "../chat/markup.ts";

const gap = "\u200b";

/** Discord's Markdown. */
export const discordMarkup: Markup = {
  textLimit: 2000,
  prose: (text) => harmless(withoutLongQuotes(heldProse(withoutOwnSign(text)))),
  literal: (text) => harmless(withoutFences(withoutOwnSign(text))),
  own: (sentence) => signed(harmless(withPlainNames(sentence))),
};

/** Text in which nothing pings, and no invitation to a server is shown. An invisible space keeps apart what would. */
function harmless(text: string): string {
  return text
    .replaceAll(/@(?=everyone|here)/gi, `@${gap}`)
    .replaceAll(/<(?=@[!&]?\d|#\d|\/[^:\n]+:\d|id:)/g, `<${gap}`)
    .replaceAll(/(discord(?:app)?\.(?:gg|com\/invite))\//gi, `$1${gap}/`);
}

/** Behind this sign Discord takes all the rest of a message for a quote. */
function withoutLongQuotes(text: string): string {
  return text.replaceAll(/^( *>)(?=>> )/gm, `$1${gap}`);
}
