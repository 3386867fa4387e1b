import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

const program = join(import.meta.dirname, "../../src/main.ts");
/** The bot promises to be gone within ten seconds of a signal. */
const endMs = 11_000;

/** The real bot as a process of its own. All that it says goes to standard error. */
export class Bot implements AsyncDisposable {
  /** The exit status; 1 where a signal ended it. */
  readonly ended: Promise<number>;
  readonly #process: ChildProcess;
  readonly #lines = new Set<string>();
  #heard: () => void = () => undefined;

  constructor(environment: NodeJS.ProcessEnv) {
    // With the channel the bot learns of this program's end, also where it was killed.
    const stdio = ["ignore", "pipe", "inherit", "ipc"] as const;
    this.#process = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", program], {
      env: environment,
      stdio: [...stdio],
    });
    this.ended = once(this.#process, "exit").then(([status]: (number | null)[]) => status ?? 1);
    if (this.#process.stdout === null) return;
    createInterface({ input: this.#process.stdout }).on("line", (line) => {
      process.stderr.write(`${line}\n`);
      this.#lines.add(line.replace(/ as .*/, ""));
      this.#heard();
    });
  }

  /** Resolves once the bot has said that it is connected to all of these platforms. */
  connected(platforms: readonly string[]): Promise<void> {
    return new Promise((resolve) => {
      this.#heard = () => {
        if (platforms.every((platform) => this.#lines.has(`${platform}: connected`))) resolve();
      };
      this.#heard();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const late = setTimeout(() => this.#process.kill("SIGKILL"), endMs);
    this.#process.kill("SIGTERM");
    await this.ended;
    clearTimeout(late);
  }
}
