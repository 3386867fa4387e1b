import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { lastDrawn } from "../fakes/last-drawn.ts";
import { dataFolder } from "./bot-process.ts";

const root = join(import.meta.dirname, "../..");
const python = join(root, ".threadbook/python/bin/python");
const host = join(import.meta.dirname, "pseudo-terminal.py");
/** High enough that nothing scrolls away. */
const [columns, rows] = [100, 120];

/** The whole bot on a terminal of its own; a person who looks and types. */
export class PseudoTerminal implements AsyncDisposable {
  readonly #host: ChildProcess;
  readonly #exited: Promise<number | null>;
  /** Everything the terminal was given. */
  written = "";
  #watcher = Promise.withResolvers<void>();
  #over = false;

  /**
   * @param signal hangs the terminal up, as a test's does when its time is over
   * @param settings beside PATH and HOME, all that the bot finds in its environment
   */
  constructor(signal: AbortSignal, settings: Readonly<Record<string, string>> = {}) {
    signal.addEventListener("abort", () => this.#host.stdin?.end());
    const { PATH = "", HOME = "" } = process.env;
    const env = { PATH, HOME, LANG: "C.UTF-8", TERM: "xterm-256color", THREADBOOK_DATA: dataFolder(), ...settings };
    const command = [process.execPath, join(root, "src/main.ts")];
    this.#host = spawn(python, [host, `${columns}`, `${rows}`, ...command], {
      cwd: dataFolder(),
      env,
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#exited = once(this.#host, "close").then(([status]: (number | null)[]) => status ?? null);
    void this.#exited.then(() => this.#changed(() => (this.#over = true)));
    // Keys that are pressed when the bot has left reach nobody.
    this.#host.stdin?.on("error", () => undefined);
    const decoder = new StringDecoder("utf8");
    this.#host.stdout?.on("data", (bytes: Buffer) => this.#changed(() => (this.written += decoder.write(bytes))));
  }

  /** What a person sees, without colours. */
  get screen(): string {
    return lastDrawn(this.written);
  }

  press(keys: string): void {
    this.#host.stdin?.write(keys);
  }

  /** A paste as terminals bracket it. */
  paste(text: string): void {
    this.press(`\x1b[200~${text.replaceAll("\n", "\r")}\x1b[201~`);
  }

  /** Resolves once the screen is as wanted. */
  async shows(wanted: RegExp): Promise<void> {
    await this.#until(() => wanted.test(this.screen), wanted);
  }

  /** Resolves once the terminal was given this, though it may be drawn over by now. */
  async drew(wanted: RegExp): Promise<void> {
    await this.#until(() => wanted.test(this.written), wanted);
  }

  /** Resolves with the bot's exit status. */
  ended(): Promise<number | null> {
    return this.#exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#host.stdin?.end();
    await this.#exited;
  }

  async #until(met: () => boolean, wanted: RegExp): Promise<void> {
    while (!met()) {
      if (this.#over) throw new Error(`Expected the bot to show ${wanted}, but it ended with:\n${this.screen}`);
      await this.#watcher.promise;
    }
  }

  #changed(note: () => void): void {
    note();
    this.#watcher.resolve();
    this.#watcher = Promise.withResolvers();
  }
}
