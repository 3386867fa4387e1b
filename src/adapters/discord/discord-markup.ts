import { type Markup, ownSign, withoutFences, withoutOwnSign } from "../chat/markup.ts";

const gap = "\u200b";

/** Discord's Markdown. */
export const discordMarkup: Markup = {
  textLimit: 2000,
  prose: (text) => harmless(holdingFences(withoutOwnSign(text))),
  literal: (text) => harmless(withoutFences(text)),
  own: (sentence) => harmless(withoutFences(sentence)).replace(/^/gm, `${ownSign} `),
};

/** Text in which nothing pings, and no invitation to a server is shown. An invisible space keeps apart what would. */
function harmless(text: string): string {
  return text
    .replaceAll(/@(?=everyone|here)/gi, `@${gap}`)
    .replaceAll(/<(?=@[!&]?\d|#\d|\/[^:\n]+:\d|id:)/g, `<${gap}`)
    .replaceAll(/(discord(?:app)?\.(?:gg|com\/invite))\//gi, `$1${gap}/`);
}

/**
 * Markdown whose code blocks end on Discord where they end elsewhere: Discord knows fences of three backticks alone, and
 * ends one at the next three, wherever they stand.
 */
function holdingFences(text: string): string {
  let open: string | undefined;
  const lines = text.split("\n").map((line) => {
    const { mark, tag = "" } = /^ {0,3}(?<mark>`{3,}|~{3,})(?<tag>[^`]*)$/.exec(line)?.groups ?? {};
    if (open === undefined && mark !== undefined) {
      open = mark;
      return `\`\`\`${/^\s*([\w+#.-]*)/.exec(tag)?.[1] ?? ""}`;
    }
    if (open === undefined || mark === undefined || tag.trim() !== "" || !mark.startsWith(open))
      return withoutFences(line);
    open = undefined;
    return "```";
  });
  return lines.join("\n");
}
