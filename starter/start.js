import { join } from "node:path";
import { checkSteps } from "./check-steps.js";
import { explainSystemError } from "./explain.js";
import { install } from "./install.js";
import { Refusal } from "./refusal.js";
import { runBot } from "./run-bot.js";
import { runSteps } from "./run-steps.js";
import { testSteps } from "./test-steps.js";

const commands = {
  bot: { development: false, run: (project, args) => runBot(project, join(project.root, "src", "main.ts"), args) },
  try: {
    development: true,
    run: (project, args) => runBot(project, join(project.root, "test", "try", "try.ts"), args),
  },
  doctor: { development: false, run: (project, args) => runBot(project, join(project.root, "src", "doctor.ts"), args) },
  bench: { development: true, run: (project, args) => runBot(project, join(project.root, "bench", "bench.ts"), args) },
  soak: { development: true, run: (project, args) => runBot(project, join(project.root, "bench", "soak.ts"), args) },
  test: { development: true, run: (project) => runSteps(project, testSteps(project, { coverage: false })) },
  check: { development: true, run: (project) => runSteps(project, checkSteps(project)) },
};

/**
 * Installs what is missing, then runs the command on the project's own Node.
 * Standard output is left to the command; all that the starter says goes to standard error.
 * @returns {Promise<number>} the exit status: 0 done, 1 something failed, 2 wrongly called or set, 130 by Ctrl-C
 */
export async function start(root, [name = "", ...args]) {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  try {
    if (command === undefined) throw new Refusal(unknown(name), 2);
    const project = await install(root, { development: command.development });
    return await command.run(project, args);
  } catch (error) {
    const refusal = error instanceof Refusal ? error : explainSystemError(error);
    if (refusal === undefined) throw error;
    process.stderr.write(`${refusal.message}\n`);
    return refusal.exitCode;
  }
}

function unknown(name) {
  return `Expected one of ${Object.keys(commands).join(", ")} after start.js, got '${name}'. To start the bot: npm start`;
}
