import type { Language } from "../../core/words/sentence.ts";
import { chinese } from "./chinese.ts";
import { english } from "./english.ts";
import type { DoctorWords } from "./vocabulary.ts";

const tables: Readonly<Record<Language, DoctorWords>> = { en: english, zh: chinese };

/** The doctor's sentences in a language. */
export function doctorWords(language: Language): DoctorWords {
  return tables[language];
}
