import { Stop } from "../interpreter/stop.ts";
import { words } from "../words/words.ts";
import type { Command } from "./command.ts";
import { told } from "./told.ts";

export const stop: Command = {
  waits: false,
  async *answer({ thread, person, language }, { lanes }) {
    const speak = words(language);
    yield told(language, lanes.stop(thread, new Stop(person.id)) ? speak.stopping : speak.nothingToStop);
  },
};
