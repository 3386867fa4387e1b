import { words } from "../words/words.ts";
import type { Command } from "./command.ts";
import { told } from "./told.ts";

export const more: Command = {
  waits: false,
  async *answer({ thread, language }, { threads }) {
    const speak = words(language);
    using open = await threads.open(thread);
    const limitMs = open.kernel.extend();
    yield told(language, limitMs === undefined ? speak.nothingToStop : speak.moreTime(Math.round(limitMs / 1000)));
  },
};
