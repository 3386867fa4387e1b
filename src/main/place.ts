import type { Language } from "../core/words/sentence.ts";

/** Where the bot runs. */
export interface Place {
  /** The project's folder. */
  readonly root: string;
  /** The data folder, which exists. */
  readonly data: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Of whoever started the bot. */
  readonly language: Language;
}
