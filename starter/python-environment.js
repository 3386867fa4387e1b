import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { explainFailure } from "./explain.js";
import { Progress } from "./progress.js";
import { runTool } from "./run-tool.js";

const stampName = "threadbook.json";

/** The bot's own Python environment at `.threadbook/python`; a stamp inside it, written last, says what it holds. */
export class PythonEnvironment {
  #locks;
  #folder;

  constructor(root) {
    this.#folder = join(root, ".threadbook", "python");
    const lock = (name) => join(root, "src", "kernel", "python", name);
    this.#locks = { base: lock("requirements.txt"), development: lock("requirements-dev.txt") };
  }

  get python() {
    return join(this.#folder, "bin", "python");
  }

  /**
   * Whether it holds what the locks ask for. False also when its interpreter was deleted or changed its version, when
   * the folder was moved (its scripts name its old place), and when a package was removed or replaced by another version.
   */
  isInstalled({ development }) {
    const stamp = this.#readStamp();
    if (stamp?.base !== hash(this.#locks.base) || stamp.folder !== this.#folder) return false;
    if (development && stamp.development !== hash(this.#locks.development)) return false;
    if (this.#version() !== stamp.version) return false;
    const present = new Set(this.#packages());
    return stamp.packages.every((name) => present.has(name));
  }

  /** Makes it anew, or adds the development packages when those alone are missing. */
  async install(python, how) {
    if (!this.isInstalled({ development: false })) {
      await this.#create(python, how);
      await this.#fetch("Python packages", "a minute", this.#locks.base, python, how);
      await this.#listFonts(how);
      this.#writeStamp({ base: hash(this.#locks.base) });
    }
    if (how.development) {
      await this.#fetch("Python test packages", "a few seconds", this.#locks.development, python, how);
      this.#writeStamp({ base: hash(this.#locks.base), development: hash(this.#locks.development) });
    }
  }

  async #create(python, { root, lock, signal }) {
    rmSync(join(this.#folder, stampName), { force: true });
    rmSync(this.#folder, { recursive: true, force: true });
    const args = ["-I", "-m", "venv", ...(python.withPip ? [] : ["--without-pip"]), this.#folder];
    const result = await runTool(python.command, args, { cwd: root, lock, signal });
    signal.throwIfAborted();
    if (result.code !== 0) throw explainFailure("Python environment", result);
  }

  async #fetch(what, expectation, requirements, python, { root, cache, lock, signal }) {
    const pip = python.withPip
      ? [this.python, "-I", "-m", "pip"]
      : [python.command, "-I", "-m", "pip", "--python", this.python];
    const options = ["--require-hashes", "--only-binary", ":all:", "--retries", "2", "--disable-pip-version-check"];
    const temporary = join(cache, "tmp");
    mkdirSync(temporary, { recursive: true });
    // A person's own pip settings may name another place to install to.
    const elsewhere = { PIP_TARGET: undefined, PIP_PREFIX: undefined, PIP_ROOT: undefined, PIP_USER: "0" };
    const env = { ...process.env, ...elsewhere, TMPDIR: temporary };
    const progress = new Progress(`Installing ${what}`, expectation);
    let fetched = 0;
    const onLine = (line) => {
      if (line.startsWith("Collecting ")) progress.at(`${++fetched} fetched`);
      if (line.startsWith("Installing collected")) progress.at(`unpacking ${fetched}`);
    };
    const args = [...pip.slice(1), "install", "--cache-dir", join(cache, "pip"), ...options, "-r", requirements];
    const result = await runTool(pip[0], args, { cwd: root, env, lock, signal, onLine });
    progress.end(signal.aborted ? "stopped" : result.code === 0 ? "done" : "failed");
    signal.throwIfAborted();
    if (result.code !== 0) throw explainFailure(what, result);
  }

  /** Matplotlib lists the machine's fonts once, so that nobody's first figure waits for it. */
  async #listFonts({ root, lock, signal }) {
    const env = { PATH: process.env.PATH, PYTHONPATH: join(root, "src", "kernel", "python") };
    env.MPLCONFIGDIR = join(this.#folder, "share", "threadbook", "matplotlib");
    mkdirSync(env.MPLCONFIGDIR, { recursive: true });
    const result = await runTool(this.python, ["-m", "threadbook_kernel.fonts"], { cwd: root, env, lock, signal });
    signal.throwIfAborted();
    if (result.code !== 0) throw explainFailure("Python fonts", result);
  }

  #version() {
    const { status, stdout } = spawnSync(this.python, ["--version"], { encoding: "utf8" });
    return status === 0 ? stdout.trim() : undefined;
  }

  #packages() {
    const lib = join(this.#folder, "lib");
    const pythons = existsSync(lib) ? readdirSync(lib).map((name) => join(lib, name, "site-packages")) : [];
    const names = pythons.filter((place) => existsSync(place)).flatMap((place) => readdirSync(place));
    return names.filter((name) => !/^(pip|setuptools)\b/.test(name)); // Those may be upgraded by hand.
  }

  #readStamp() {
    try {
      return JSON.parse(readFileSync(join(this.#folder, stampName), "utf8"));
    } catch (error) {
      if (error.code === "ENOENT" || error.code === "ENOTDIR" || error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  #writeStamp(locks) {
    const stamp = { ...locks, folder: this.#folder, version: this.#version(), packages: this.#packages() };
    const draft = join(this.#folder, `${stampName}.draft`);
    writeFileSync(draft, JSON.stringify(stamp));
    renameSync(draft, join(this.#folder, stampName));
  }
}

function hash(file) {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
