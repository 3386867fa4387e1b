import type { Variable } from "../../kernel/session.ts";
import { megabytes } from "../words/amount.ts";
import { words } from "../words/words.ts";
import type { Command } from "./command.ts";
import { told } from "./told.ts";

export const vars: Command = {
  waits: false,
  async *answer({ thread, language }, { threads }) {
    const speak = words(language);
    const { kernel } = await threads.open(thread);
    const glimpse = await kernel.look();
    if (glimpse === undefined) return yield told(language, speak.noPython);
    const memory = speak.memory(glimpse.memoryBytes, glimpse.busy);
    if (glimpse.variables.length === 0) return yield told(language, speak.noVariables, memory);
    const rows = glimpse.variables.map(row);
    const more = glimpse.more === 0 ? [] : [speak.moreVariables(glimpse.more)];
    yield told(language, { kind: "table", header: speak.tables.variables, rows }, ...more, memory);
  },
};

function row({ name, type, shape, bytes, preview }: Variable): readonly string[] {
  return [name, type, shape ?? "", bytes === undefined ? "" : megabytes(bytes), preview];
}
