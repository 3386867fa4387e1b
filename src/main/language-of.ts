import type { Language } from "../core/words/sentence.ts";

/** The language of whoever starts the program, as the system's settings tell. */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  return /^zh/i.test(environment["LC_ALL"] || environment["LANG"] || "") ? "zh" : "en";
}
