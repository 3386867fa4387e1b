import { spawn, spawnSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";

const passedOn = ["SIGINT", "SIGTERM", "SIGHUP"];
const parentCheckMs = 1000;

/**
 * Runs a command on the starter's own standard streams to its end, and outlives it: signals are passed on, never obeyed.
 * @param {{ cwd: string, env?: object, leash?: boolean }} how  `leash`: the command has an IPC channel, whose
 *   'disconnect' tells it that the starter was killed
 * @returns {Promise<{ code: number, killedBy?: string }>} 130 when a Ctrl-C ended it, 1 with `killedBy` for other signals
 */
export async function runCommand(file, args, { cwd, env = process.env, leash = false }) {
  const stdio = ["inherit", "inherit", "inherit", ...(leash ? ["ipc"] : [])];
  const child = spawn(file, args, { cwd, env, stdio });
  const asked = new Set();
  const passOn = (name) => {
    asked.add(name);
    if (name !== "SIGINT" || !terminalSentIt()) child.kill(name);
  };
  for (const name of passedOn) process.on(name, passOn);
  const watch = watchParent(() => passOn("SIGTERM"));
  try {
    const [code, signal] = await new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("exit", (...ending) => resolve(ending));
    });
    if (signal === "SIGINT") return { code: 130 };
    if (signal === null) return { code };
    return asked.has(signal) ? { code: 1 } : { code: 1, killedBy: signal };
  } finally {
    clearInterval(watch);
    for (const name of passedOn) process.off(name, passOn);
  }
}

// A Ctrl-C reaches every process in front of the terminal, so passing it on would make it two. In raw mode, where the
// terminal makes no signals, and without a terminal, a SIGINT was sent to the starter alone.
function terminalSentIt() {
  let terminal;
  try {
    terminal = openSync("/dev/tty", "r");
  } catch {
    return false; // ENXIO: there is no terminal.
  }
  const { stdout } = spawnSync("stty", ["-a"], { stdio: [terminal, "pipe", "ignore"], encoding: "utf8" });
  closeSync(terminal);
  return /(^|\s)isig/.test(stdout ?? "");
}

// Under npm the starter has no other way to learn that npm was killed.
function watchParent(onGone) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    onGone();
  }, parentCheckMs);
  return watch;
}
