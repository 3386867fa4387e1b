import type { Block, TurnView } from "../view.ts";
import type { Language, Sentence } from "../words/sentence.ts";

type Told = Sentence | Omit<Block & { kind: "table" }, "key">;

/** A whole answer in the bot's own words: sentences and tables. */
export function told(language: Language, ...parts: readonly Told[]): TurnView {
  const blocks = parts.map((part, index): Block => {
    const key = `${index + 1}`;
    return typeof part === "string" ? { kind: "sentence", key, text: part } : { ...part, key };
  });
  return { language, blocks, ending: { why: "answered" } };
}
