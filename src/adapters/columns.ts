import stringWidth from "string-width";

/** Columns that text takes where all characters are as wide as in a terminal; control characters take none. */
export function columnsOf(text: string): number {
  return /^[\x20-\x7e]*$/.test(text) ? text.length : stringWidth(text);
}
