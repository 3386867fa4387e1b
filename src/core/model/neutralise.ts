/** Stands behind the first character of what would have been a token: still readable, no longer special. */
const MARK = "¦";

const NAMED = (
  "sop eop eod bos eos pad unk s think thinking tool_call tool_response arg_key arg_value start_of_turn end_of_turn " +
  "tool_code <SYS>"
).split(" ");
const BRACKETED = ["gMASK", "sMASK", "MASK", "INST", "/INST", "notebook:", "file:"];
const NAMES = new RegExp(`<(?=/?(?:${NAMED.join("|")})>)`, "gi");
const BRACKETS = new RegExp(
  `\\[(?=(?:${BRACKETED.map((name) => (name.endsWith(":") ? name : `${name}\\]`)).join("|")}))`,
  "gi",
);
/** DeepSeek's tokens have full-width bars. */
const BARS = /<(?=[||])/g;
const RESULT_FENCE = /^([ \t>]*(?:[-*+]|\d{1,9}[.)])?[ \t]*(?:`{3,}|~{3,}))(?=[ \t{.]*result)/gim;

/**
 * Takes the power from what a server would read as a special token, and from fences and brackets with which the bot
 * marks its own words, in text that people or programs wrote. Only adds characters, so nothing new can form; doing it
 * twice changes nothing.
 */
export function neutralise(text: string): string {
  return text
    .replace(BARS, `<${MARK}`)
    .replace(NAMES, `<${MARK}`)
    .replace(BRACKETS, `[${MARK}`)
    .replace(RESULT_FENCE, `$1${MARK}`);
}
