import type { Edited } from "../core/adapter.ts";
import { type CommandName, isCommandName } from "../core/commands/command-name.ts";
import type { FileSource } from "../kernel/session.ts";

/** What a changed message says, as a notice tells it. */
export function readEdit(text: string, sign: "/" | "!"): Edited {
  const read = readMessage(text, sign);
  return read.kind === "commanded" ? { text: read.text, command: read.name } : { text: read.text };
}

export type ReadMessage = { readonly text: string; readonly files: readonly FileSource[] } & (
  | { readonly kind: "asked" }
  | { readonly kind: "commanded"; readonly name: CommandName; readonly quick: false }
);

/**
 * What a written message is: a command when it begins with the sign and the whole name of one, else a question.
 * @param sign what stands before a command's name, such as `/`
 */
export function readMessage(text: string, sign: "/" | "!", files: readonly FileSource[] = []): ReadMessage {
  const { word = "", rest = "" } =
    /^\s*[/!](?<word>[a-z]+)(?:[ \t]|(?=\n)|$)(?<rest>[\s\S]*)$/.exec(text)?.groups ?? {};
  const isCommand = isCommandName(word) && text.trimStart().startsWith(sign);
  return isCommand
    ? { kind: "commanded", name: word, quick: false, text: rest, files }
    : { kind: "asked", text, files };
}
