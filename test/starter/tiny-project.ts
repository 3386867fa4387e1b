import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const repository = join(import.meta.dirname, "..", "..");

// Answers the starter's questions as npm does; STUB_NPM says how it fares.
const npm = `#!/usr/bin/env node
const fs = require("node:fs"), path = require("node:path");
const log = (line) => fs.appendFileSync("calls.log", line + "\\n");
log("npm " + process.argv[2]);
if (process.env.STUB_NPM === "offline") { console.error("npm error code ENOTFOUND"); process.exit(1); }
if (process.env.STUB_NPM === "full") { console.error("npm error ENOSPC: no space left on device, write"); process.exit(1); }
fs.rmSync("node_modules", { recursive: true, force: true });
const { packages } = JSON.parse(fs.readFileSync("package-lock.json", "utf8"));
for (const place of Object.keys(packages)) {
  if (packages[place].os !== undefined) delete packages[place];
  else if (place !== "") fs.mkdirSync(place, { recursive: true });
}
fs.mkdirSync("node_modules/.bin", { recursive: true });
fs.symlinkSync(process.env.STUB_NODE, "node_modules/.bin/node");
const finish = () => {
  fs.writeFileSync("node_modules/.package-lock.json", JSON.stringify({ packages }));
  log("npm done");
};
if (process.env.STUB_NPM !== "slow") finish();
else {
  const wait = setInterval(() => fs.existsSync("go") && (clearInterval(wait), finish()), 20);
}
`;

// A Python whose venv and pip only make folders; what needs real Python (the lock) gets it.
const python = `#!/bin/sh
case "$*" in
  --version) echo "Python 3.11.7" ;;
  *_base_executable*) [ -n "$STUB_PYTHON" ] || STUB_PYTHON="3 11 1 1 1"; echo "$0"; echo "$STUB_PYTHON" ;;
  *" -c "*) exec "$REAL_PYTHON" "$@" ;;
  *"-m venv"*)
    echo "python venv" >> calls.log
    for folder; do :; done
    mkdir -p "$folder/bin" "$folder/lib/python3.11/site-packages"
    cp "$0" "$folder/bin/python" ;;
  *"-m pip"*)
    for lock; do :; done
    echo "pip \${lock##*/}" >> calls.log
    if [ "$STUB_PIP" = offline ]; then echo "NewConnectionError: Failed to establish a new connection" >&2; exit 1; fi
    mkdir -p "\${0%/bin/python}/lib/python3.11/site-packages/numpy-2.4.6.dist-info" ;;
  "-m threadbook_kernel.fonts") : ;;
  *) echo "unexpected: $*" >&2; exit 9 ;;
esac
`;

/** Every name that the starter looks for, so that it never meets the machine's own. */
export const pythonNames = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python"];

type Ending = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** A project folder of a few files, whose npm and Python are stand-ins that write down that they were called. */
export class TinyProject implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), "threadbook-starter-"));
  readonly #children = new Set<ChildProcess>();

  constructor(bot = 'process.stdout.write("42\\n");') {
    for (const name of ["start.js", "starter"])
      cpSync(join(repository, name), join(this.root, name), { recursive: true });
    this.write("package.json", JSON.stringify({ type: "module" }));
    this.lockPackages("1.0.0");
    this.write("src/main.ts", bot);
    this.write("src/kernel/python/requirements.txt", "numpy==2.4.6\n");
    this.write("src/kernel/python/requirements-dev.txt", "ruff==0.17.6\n");
    this.write("tools/package.json", JSON.stringify({ type: "commonjs" }));
    chmodSync(this.write("tools/npm", npm), 0o755);
    for (const name of pythonNames) chmodSync(this.write(`tools/${name}`, python), 0o755);
  }

  write(name: string, text: string): string {
    const file = join(this.root, name);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  lockPackages(version: string): void {
    const packages = { "": {}, "node_modules/ws": { version }, "node_modules/other": otherMachine };
    this.write("package-lock.json", JSON.stringify({ packages }));
  }

  remove(name: string): void {
    rmSync(join(this.root, name), { recursive: true });
  }

  has(name: string): boolean {
    return existsSync(join(this.root, name));
  }

  /** The installing tools that were called since the last look. */
  calls(): readonly string[] {
    if (!this.has("calls.log")) return [];
    const lines = readFileSync(join(this.root, "calls.log"), "utf8").trim().split("\n");
    this.remove("calls.log");
    return lines;
  }

  // A session of its own has no terminal, whatever the tests themselves run in.
  spawn(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
    const stubs = {
      REAL_PYTHON: realPython,
      STUB_NODE: process.execPath,
      PATH: `${join(this.root, "tools")}:/usr/bin:/bin`,
    };
    const child = spawn(process.execPath, ["start.js", ...args], {
      cwd: this.root,
      detached: true,
      env: { HOME: this.root, ...stubs, ...env },
    });
    this.#children.add(child);
    child.once("close", () => this.#children.delete(child));
    return child;
  }

  start(args: readonly string[] = ["bot"], env: Readonly<Record<string, string>> = {}): Promise<Ending> {
    return ending(this.spawn(args, env));
  }

  [Symbol.dispose](): void {
    for (const child of this.#children) child.kill("SIGKILL");
    rmSync(this.root, { recursive: true, force: true });
  }
}

const realPython = join(repository, ".threadbook", "python", "bin", "python");
const otherMachine = { version: "1.0.0", optional: true, os: ["plan9"], cpu: ["mips"] };

/** All that a process printed, and its exit status. */
export async function ending(child: ChildProcess): Promise<Ending> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (piece: Buffer) => (stdout += piece.toString()));
  child.stderr?.on("data", (piece: Buffer) => (stderr += piece.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, stdout, stderr };
}

/** Resolves when the process has printed `words` on the named stream. */
export function printed(child: ChildProcess, stream: "stdout" | "stderr", words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = "";
    child[stream]?.on("data", (piece: Buffer) => {
      text += piece.toString();
      if (text.includes(words)) resolve();
    });
    child.once("close", () => reject(new Error(`Expected '${words}', got '${text}' and the end.`)));
  });
}
