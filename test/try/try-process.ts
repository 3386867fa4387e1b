import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** The program behind `npm run try`, without the starter. */
export class TryProcess implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #ended: Promise<number | null>;
  #said = "";

  /** @param settings beside PATH and HOME, all that it finds in its environment */
  constructor(settings: Readonly<Record<string, string>>) {
    const { PATH = "", HOME = "" } = process.env;
    this.#process = spawn(process.execPath, [join(import.meta.dirname, "try.ts")], {
      env: { PATH, HOME, LANG: "C.UTF-8", ...settings },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.#process.stderr?.on("data", (bytes: Buffer) => (this.#said += bytes));
    this.#ended = once(this.#process, "exit").then(([status]: (number | null)[]) => status ?? null);
  }

  /** The page's address, which is the one line on standard output. */
  async address(): Promise<string> {
    const { stdout } = this.#process;
    if (stdout === null) throw new Error("Expected a pipe.");
    const line = once(createInterface({ input: stdout }), "line").then(([text]: string[]) => text ?? "");
    const tooEarly = this.#ended.then((status) => {
      throw new Error(`Expected an address, but it ended with ${status}: ${this.#said}`);
    });
    return Promise.race([line, tooEarly]);
  }

  /** Ends it as a Ctrl-C does. @returns its exit status */
  async interrupt(): Promise<number | null> {
    this.#process.kill("SIGINT");
    return this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill("SIGTERM");
    await this.#ended;
  }
}
