// ECMA-48 sequences as a whole, so that nothing of them is left to read: CSI, then strings (OSC, DCS, APC, PM, SOS), then the short ones.
const sequences =
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)|\x1b[ -/]*[0-~]/g;
const controls = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const anything = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]/;

/**
 * Text that a terminal can be given: without control sequences, control characters and marks that turn the direction of
 * writing. Line feeds and tabs stay.
 */
export function safeText(text: string): string {
  if (!anything.test(text)) return text;
  const lines = text.replaceAll(sequences, "").replace(/\r\n?|[\u2028\u2029]/g, "\n");
  return lines.replaceAll(controls, "").toWellFormed();
}

/** Such a text in one line, as a name is. */
export function safeLine(text: string): string {
  return safeText(text).replaceAll(/\s+/g, " ").trim();
}
