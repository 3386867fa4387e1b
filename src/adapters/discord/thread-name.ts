const longest = 80;

/** A thread's name: the beginning of what was asked, in one line of plain words. */
export function threadName(text: string, untitled: string): string {
  const words = text
    .replaceAll(/```\w*/g, " ")
    .replaceAll(/[*_~`|>#<@\p{C}]/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  if (words.length <= longest) return words || untitled;
  const head = words.slice(0, longest - 1).toWellFormed();
  const end = head.lastIndexOf(" ");
  return `${end > longest / 2 ? head.slice(0, end) : head}…`;
}
