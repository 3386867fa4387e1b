import { words } from "../words/words.ts";
import { type Command } from "./command.ts";
import { commandNames } from "./command-name.ts";
import { told } from "./told.ts";

export const help: Command = {
  waits: false,
  async *answer({ language, syntax }) {
    const speak = words(language);
    const rows = commandNames.map((name) => [syntax(name), speak.command(name)]);
    yield told(language, speak.help(syntax), { kind: "table", header: [], rows });
  },
};
