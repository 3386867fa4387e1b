import { Stop } from "../interpreter/stop.ts";
import { words } from "../words/words.ts";
import type { Command } from "./command.ts";
import { told } from "./told.ts";

/** Ends the thread it is given in; the adapter opens the fresh one. */
export const fresh: Command = {
  waits: false,
  async *answer({ thread, person, language }, { lanes, threads }) {
    await lanes.takeOver(thread, new Stop(person.id), () => threads.close(thread));
    yield told(language, words(language).freshThread);
  },
};
