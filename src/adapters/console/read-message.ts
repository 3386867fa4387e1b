import { type CommandName, isCommandName } from "../../core/commands/command-name.ts";

export type Message =
  | { readonly kind: "asked"; readonly text: string }
  | { readonly kind: "commanded"; readonly name: CommandName; readonly text: string };

/** What a typed message is: a command when it begins with `/` and the whole name of one, else a question. */
export function readMessage(text: string): Message {
  const { word = "", rest = "" } = /^\s*\/(?<word>[a-z]+)(?:[ \t]|(?=\n)|$)(?<rest>[\s\S]*)$/.exec(text)?.groups ?? {};
  return isCommandName(word) ? { kind: "commanded", name: word, text: rest } : { kind: "asked", text };
}
