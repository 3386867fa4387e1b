import { randomBytes } from "node:crypto";

/** A name may have 255 bytes; the rest is for what makes it unique. */
const LONGEST_BYTES = 200;
const LONGEST_ENDING_BYTES = 40;
const COUNTED = 99;

/** The names that the bot's own unfinished files have. */
export const PART_PREFIX = ".threadbook-";

/** A name that is safe in a thread's folder: one part, in NFC, without control characters, and not hidden. */
export function keptName(given: string): string {
  const last =
    given
      .toWellFormed()
      .split(/[/\\]/)
      .findLast((part) => part.trim() !== "") ?? "";
  const plain = last
    .replace(/[\p{C}\p{Zl}\p{Zp}\u{FFFD}]+/gu, "")
    .normalize("NFC")
    .replace(/^[.\s]+|[.\s]+$/g, "");
  const [stem, ending] = divided(plain);
  const short = stem === "" ? "" : cut(stem, LONGEST_BYTES - Buffer.byteLength(ending)).trimEnd();
  return `${short}${ending}` || "file";
}

/** The name itself, and then those to try when it is taken, such as `scores (2).csv`. */
export function* freeNames(name: string): Generator<string, never> {
  yield name;
  const [stem, ending] = divided(name);
  for (let number = 2; number <= COUNTED; number += 1) yield `${stem} (${number})${ending}`;
  while (true) yield `${stem} ${randomBytes(6).toString("hex")}${ending}`;
}

/** A name without its ending, and the ending, such as `.csv`. */
function divided(name: string): readonly [string, string] {
  const dot = name.lastIndexOf(".");
  const ending = dot > 0 ? name.slice(dot) : "";
  return Buffer.byteLength(ending) > LONGEST_ENDING_BYTES
    ? [name, ""]
    : [name.slice(0, name.length - ending.length), ending];
}

function cut(text: string, bytes: number): string {
  let kept = "";
  let size = 0;
  for (const character of text) {
    size += Buffer.byteLength(character);
    if (size > bytes) break;
    kept += character;
  }
  return kept;
}
