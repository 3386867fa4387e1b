import { words } from "../words/words.ts";
import type { Command } from "./command.ts";
import { told } from "./told.ts";

export const model: Command = {
  waits: false,
  async *answer({ language }, { connected }) {
    const speak = words(language);
    yield told(
      language,
      connected === undefined
        ? speak.noModelInUse
        : speak.modelInUse(connected.model.name, connected.url, connected.model.contextTokens),
    );
  },
};
