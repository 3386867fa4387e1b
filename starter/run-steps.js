import { delimiter, join } from "node:path";
import { runCommand } from "./run-command.js";

/**
 * Runs the steps in order until one fails, naming each with its time on standard error.
 * @param {{ name: string, file: string, args: string[] }[]} steps
 */
export async function runSteps({ root }, steps) {
  const env = { ...process.env, PATH: join(root, "node_modules", ".bin") + delimiter + process.env.PATH };
  // A test runner that is started by another one's tests would report to that one and not to the person.
  delete env.NODE_TEST_CONTEXT;
  for (const { name, file, args } of steps) {
    process.stderr.write(`> ${name}\n`);
    const startedAt = performance.now();
    const { code, killedBy } = await runCommand(file, args, { cwd: root, env });
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    if (code === 130) return 130;
    if (code !== 0) {
      process.stderr.write(
        `> ${name}: failed${killedBy === undefined ? "" : ` (ended by ${killedBy})`} after ${seconds} s\n`,
      );
      return 1;
    }
    process.stderr.write(`> ${name}: ok (${seconds} s)\n`);
  }
  return 0;
}
