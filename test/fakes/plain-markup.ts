import { type Markup, signed, withoutFences, withoutOwnSign } from "../../src/adapters/chat/markup.ts";

/** A platform that shows Markdown and on which "@all" pings. */
export const plainMarkup: Markup = {
  textLimit: 400,
  prose: (text) => withoutOwnSign(text).replaceAll("@all", "@ all"),
  literal: (text) => withoutFences(withoutOwnSign(text)).replaceAll("@all", "@ all"),
  own: signed,
};
