import type { Glimpse, Variable } from "../../kernel/session.ts";
import { megabytes } from "../words/amount.ts";
import type { Sentence } from "../words/sentence.ts";
import type { Words } from "../words/vocabulary.ts";
import { words } from "../words/words.ts";
import type { Command } from "./command.ts";
import { told } from "./told.ts";

export const vars: Command = {
  waits: false,
  async *answer({ thread, language }, { threads }) {
    const speak = words(language);
    using open = await threads.open(thread);
    const glimpse = await open.kernel.look();
    if (glimpse === undefined) return yield told(language, speak.noPython);
    const state = stateOf(glimpse, speak);
    if (glimpse.hidden) return yield told(language, speak.variablesHidden, state);
    if (glimpse.variables.length === 0) return yield told(language, speak.noVariables, state);
    const rows = glimpse.variables.map(row);
    const more = glimpse.more === 0 ? [] : [speak.moreVariables(glimpse.more)];
    yield told(language, { kind: "table", header: speak.tables.variables, rows }, ...more, state);
  },
};

function stateOf({ runningMs, memoryBytes }: Glimpse, speak: Words): Sentence {
  if (runningMs === undefined) return speak.idle(memoryBytes);
  return speak.stillRunning(Math.floor(runningMs / 1000), memoryBytes);
}

function row({ name, type, shape, bytes, preview }: Variable): readonly string[] {
  return [name, type, shape ?? "", bytes === undefined ? "" : megabytes(bytes), preview];
}
