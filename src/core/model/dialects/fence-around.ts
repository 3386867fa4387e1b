/** Puts text into a fence that nothing in the text can close. */
export function fenceAround(tag: string, text: string): string {
  const longest = (text.match(/`+/g) ?? []).reduce((length, run) => Math.max(length, run.length), 2);
  const fence = "`".repeat(longest + 1);
  return `${fence}${tag}\n${text}${text.endsWith("\n") || text === "" ? "" : "\n"}${fence}`;
}
