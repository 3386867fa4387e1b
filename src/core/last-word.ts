import type { CommandSyntax } from "./commands/command-name.ts";
import type { TurnView } from "./view.ts";
import type { Sentence } from "./words/sentence.ts";
import type { Words } from "./words/vocabulary.ts";

/** The sentence that ends an answer; undefined where none is due, as when its last cell has said that it was stopped. */
export function lastWord({ blocks, ending }: TurnView, words: Words, syntax: CommandSyntax): Sentence | undefined {
  if (ending === undefined) return undefined;
  const last = blocks.at(-1);
  const saidSo = last?.kind === "cell" && last.end?.outcome === "interrupted";
  return ending.why === "stopped" && saidSo ? undefined : words.ending(ending, syntax);
}
