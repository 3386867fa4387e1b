import { heldProse } from "../chat/held-prose.ts";
import { type Markup, signed, withoutFences, withoutOwnSign, withPlainNames } from "../chat/markup.ts";

const gap = "\u200b";

/** Discord's Markdown. */
export const discordMarkup: Markup = {
  textLimit: 2000,
  prose: (text) => harmless(withoutLongQuotes(withPairedSigns(heldProse(withoutOwnSign(text))))),
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

/** What is left alone, then a spoiler and a strike that end in their line; of the rest, signs that would open one. */
const signs =
  /\\.|(?<!`)(?<run>`+)(?!`).*?[^`]\k<run>(?!`)|\|\|(?:[^|`\\]|`[^`|]+`)+\|\|(?!\|)|~~(?:[^~`\\]|`[^`~]+`)+~~(?![~_])|(?<lone>\|{2,}|~{2,})/g;

/**
 * Prose in which no spoiler and no strike is left without its other half in the same line: Discord looks for that half
 * in all that follows, and would hide code and the bot's own words up to it.
 */
function withPairedSigns(text: string): string {
  let inside = false;
  const lines = text.split("\n").map((line) => {
    if (line.startsWith("```")) inside = !inside;
    return inside ? line : line.replaceAll(signs, (sign, _run, lone) => (lone ? sign.split("").join(gap) : sign));
  });
  return lines.join("\n");
}

/** Behind this sign Discord takes all the rest of a message for a quote. */
function withoutLongQuotes(text: string): string {
  return text.replaceAll(/^( *>)(?=>> )/gm, `$1${gap}`);
}
