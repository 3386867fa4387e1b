/**
 * Text whose code blocks of three backticks stand in lines of their own. People write them in the middle of a line, and
 * a chat's own editor begins the code, or ends it, in the line of the fence.
 * @param isTag whether the first line of a block, right behind the fence, is a language and no code
 */
export function fencesInLines(text: string, isTag: (word: string) => boolean): string {
  return text.replaceAll(/(?<!`)```(?!`)([^]*?)(?<!`)```(?!`)/g, (whole, inside: string, at: number) => {
    if (inside.trim() === "") return whole;
    const [first = "", ...others] = inside.split("\n");
    const tagged = first.trim() === "" || (others.length > 0 && isTag(first.trim()));
    const code = (tagged ? others.join("\n") : inside).replace(/\n[ \t]*$/, "");
    const before = /(?:^|\n)[ \t]*$/.test(text.slice(0, at)) ? "" : "\n";
    const after = /^[ \t]*(?:\n|$)/.test(text.slice(at + whole.length)) ? "" : "\n";
    return `${before}\`\`\`${tagged ? first.trim() : ""}\n${code}\n\`\`\`${after}`;
  });
}
