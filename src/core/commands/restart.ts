import { Stop } from "../interpreter/stop.ts";
import { words } from "../words/words.ts";
import type { Command } from "./command.ts";
import { told } from "./told.ts";

export const restart: Command = {
  waits: false,
  async *answer({ thread, person, language }, { lanes, threads }) {
    lanes.stop(thread, new Stop(person.id));
    await lanes.idle(thread);
    const { kernel } = await threads.open(thread);
    await kernel.restart();
    yield told(language, words(language).restarted);
  },
};
