import { words } from "../words/words.ts";
import type { Command } from "./command.ts";
import { told } from "./told.ts";

export const more: Command = {
  waits: false,
  async *answer({ thread, language }, { threads }) {
    const speak = words(language);
    const limitMs = (await threads.open(thread)).kernel.extend();
    yield told(language, limitMs === undefined ? speak.nothingToStop : speak.moreTime(Math.round(limitMs / 1000)));
  },
};
