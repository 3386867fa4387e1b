import type { Adapter, Incoming } from "./adapter.ts";
import { asksAgain } from "./commands/again.ts";
import type { Command, CommandCall } from "./commands/command.ts";
import { commands } from "./commands/commands.ts";
import { askTurn } from "./take-turn.ts";
import { zonedTime } from "./time.ts";
import { languageOf } from "./words/words.ts";

/** Whether the thread is made for this one command. */
export function isQuick(incoming: Incoming): boolean {
  return incoming.kind === "commanded" && incoming.quick;
}

const question: Command = { waits: true, answer: askTurn };

/** What answers a message. */
export function commandOf(incoming: Incoming): Command {
  if (incoming.kind === "commanded") return commands[incoming.name];
  return incoming.files.length === 0 && asksAgain(incoming.text) ? commands.again : question;
}

/** A message as what answers it knows it. */
export function callOf(incoming: Incoming, adapter: Adapter): CommandCall {
  const { id: message, thread, person, text, files, at } = incoming;
  const language = languageOf(text) ?? person.language;
  const earlier = (limit: number) => adapter.history(thread, message, limit);
  return {
    message,
    thread,
    person,
    text,
    files,
    language,
    syntax: adapter.syntax,
    at: zonedTime(at, person.timeZone),
    earlier,
  };
}
