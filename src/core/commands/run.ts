import { typedCode } from "../model/reader/read-all.ts";
import { runTurn } from "../take-turn.ts";
import { words } from "../words/words.ts";
import type { Command } from "./command.ts";
import { told } from "./told.ts";

export const run: Command = {
  waits: true,
  async *answer(call, house, signal) {
    if (call.text.trim() === "") return yield told(call.language, words(call.language).runWhat(call.syntax));
    yield* runTurn({ ...call, text: typedCode(call.text) ?? call.text }, house, signal);
  },
};
