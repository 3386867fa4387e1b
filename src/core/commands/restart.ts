import { Stop } from "../interpreter/stop.ts";
import { words } from "../words/words.ts";
import type { Command } from "./command.ts";
import { told } from "./told.ts";

export const restart: Command = {
  waits: false,
  async *answer({ thread, person, language }, { lanes, threads }) {
    await lanes.takeOver(thread, new Stop(person.id), async () => {
      using open = await threads.open(thread);
      await open.kernel.restart();
    });
    yield told(language, words(language).restarted);
  },
};
