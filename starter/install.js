import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findNode } from "./find-node.js";
import { findPython } from "./find-python.js";
import { holdLock } from "./hold-lock.js";
import { areNodePackagesInstalled, installNodePackages } from "./node-packages.js";
import { PythonEnvironment } from "./python-environment.js";
import { Refusal } from "./refusal.js";

/**
 * Brings the project to where a command can run; when all stands this costs some file looks and no lock.
 * @returns {Promise<{ root: string, node: string, python: string }>} the interpreters to run it with
 */
export async function install(root, { development }) {
  if (process.platform === "win32")
    throw new Refusal("Threadbook runs on Linux and macOS. On Windows, start it inside WSL.");
  const environment = new PythonEnvironment(root);
  if (!areNodePackagesInstalled(root) || !environment.isInstalled({ development })) {
    await untilInterrupted((signal) => installMissing(root, environment, development, signal));
  }
  return { root, node: findNode(root), python: environment.python };
}

async function installMissing(root, environment, development, signal) {
  const python = await findPython(signal);
  const cache = join(root, ".threadbook", "cache");
  mkdirSync(cache, { recursive: true });
  const lock = await holdLock(join(root, ".threadbook", "install.lock"), python.command, signal, sayWaiting);
  const how = { root, cache, development, lock: lock.descriptor, signal };
  try {
    if (!areNodePackagesInstalled(root)) await installNodePackages(root, how);
    if (!environment.isInstalled({ development })) await environment.install(python, how);
    rmSync(cache, { recursive: true, force: true });
  } finally {
    lock.release();
  }
}

function sayWaiting() {
  process.stderr.write("Another start is installing here; waiting for it …\n");
}

/** Runs `work` with a signal that a Ctrl-C or a kill aborts; what was begun is mended by the next start. */
async function untilInterrupted(work) {
  const controller = new AbortController();
  const interrupt = (name) =>
    controller.abort(new Refusal("Stopped. The next start goes on installing.", name === "SIGINT" ? 130 : 1));
  const names = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const name of names) process.on(name, interrupt);
  try {
    await work(controller.signal);
  } finally {
    for (const name of names) process.off(name, interrupt);
  }
}
