/** Every command of the bot; each is one file beside this one. */
export const commandNames = [
  "run",
  "again",
  "vars",
  "more",
  "stop",
  "restart",
  "new",
  "model",
  "tour",
  "help",
] as const;
export type CommandName = (typeof commandNames)[number];

/** How a platform writes a command, such as `run` as `/run` or `!run`. */
export type CommandSyntax = (name: CommandName) => string;

export function isCommandName(word: string): word is CommandName {
  return (commandNames as readonly string[]).includes(word);
}
