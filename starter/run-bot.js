import { runCommand } from "./run-command.js";

/**
 * Runs the bot on the project's Node and ends with its exit status.
 * The bot is on a leash: it must end when its 'disconnect' event says that the starter is gone. Listening for it keeps
 * the bot's event loop alive, so it unrefs `process.channel`. No message is ever sent.
 */
export async function runBot({ root, node }, program, args) {
  // Relative settings such as THREADBOOK_DATA mean the project's folder, from wherever it was started.
  const { code, killedBy } = await runCommand(node, ["--disable-warning=ExperimentalWarning", program, ...args], {
    cwd: root,
    leash: true,
  });
  if (killedBy !== undefined) {
    const why = killedBy === "SIGKILL" ? " The machine may be short of memory." : "";
    process.stderr.write(`The bot was ended by ${killedBy}.${why} Its record is kept: npm start goes on.\n`);
  }
  return code;
}
