const LONGEST = 80;

/** A file's name inside a sentence: one line, and without what a chat would read as markup or as a call to somebody. */
export function fileName(name: string | number | undefined): string {
  const plain = String(name ?? "")
    .replace(/[^\p{L}\p{M}\p{N} ._()/-]+/gu, "_")
    .trim();
  const characters = Array.from(plain);
  return characters.length <= LONGEST ? plain || "?" : `${characters.slice(0, LONGEST - 1).join("")}…`;
}
