import { Stop } from "../interpreter/stop.ts";
import { words } from "../words/words.ts";
import type { Command } from "./command.ts";
import { told } from "./told.ts";

export const restart: Command = {
  waits: false,
  async *answer({ thread, person, language }, { lanes, threads }) {
    lanes.stop(thread, new Stop(person.id));
    // In the lane, so that what is asked from now on finds the new Python.
    await lanes.enter(
      thread,
      async () => (await threads.open(thread)).kernel.restart(),
      () => undefined,
    );
    yield told(language, words(language).restarted);
  },
};
