import type { Entry } from "../dialog.ts";
import { askTurn, runTurn } from "../take-turn.ts";
import { words } from "../words/words.ts";
import type { Command } from "./command.ts";
import { told } from "./told.ts";

type Asked = Extract<Entry, { readonly kind: "asked" }>;

/** Does once more what was last asked in the thread, in a turn of its own. */
export const again: Command = {
  waits: true,
  async *answer(call, house, signal) {
    using open = await house.threads.open(call.thread);
    const last = open.record.dialog.turns
      .flatMap(({ entries }) => entries)
      .findLast((entry): entry is Asked => entry.kind === "asked");
    if (last === undefined) return yield told(call.language, words(call.language).nothingToRepeat);
    const question = { ...call, text: last.text };
    yield* last.via === "run" ? runTurn(question, house, signal) : askTurn(question, house, signal);
  },
};

/** Whether a message says nothing but that the last one is meant once more. */
export function asksAgain(text: string): boolean {
  return /^\s*(?:(?:run (?:it|that) |once |do (?:it|that) )?again|再来一次|再运行一次|重新运行|重来)\s*[.!。！]?\s*$/i.test(
    text,
  );
}
