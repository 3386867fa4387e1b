import { chinese } from "./chinese.ts";
import { english } from "./english.ts";
import type { Language } from "./sentence.ts";
import type { Words } from "./vocabulary.ts";
import { wordsOf } from "./words-of.ts";

const tables: Readonly<Record<Language, Words>> = { en: wordsOf(english), zh: wordsOf(chinese) };

export function words(language: Language): Words {
  return tables[language];
}

/** The language a text is written in: Chinese where three in ten of its words are Han characters. */
export function languageOf(text: string): Language | undefined {
  const written = text.match(/\p{Script=Han}|[\p{L}--\p{Script=Han}]+/gv) ?? [];
  if (written.length === 0) return undefined;
  const han = written.filter((word) => /\p{Script=Han}/u.test(word)).length;
  return han >= written.length * 0.3 ? "zh" : "en";
}
