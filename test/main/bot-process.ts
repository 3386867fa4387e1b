import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";

const program = join(import.meta.dirname, "../../src/main.ts");

/** A data folder that goes with the test file. */
export function dataFolder(): string {
  return mkdtempSync(join(place, "data-"));
}

/** The whole bot as a process of its own, as the starter runs it, with pipes for a terminal. */
export class BotProcess {
  readonly process: ChildProcess;
  readonly ended: Promise<{ readonly status: number | null; readonly out: string; readonly err: string }>;
  #out = "";
  #err = "";
  readonly #watchers = new Set<() => void>();

  /**
   * @param settings beside PATH and HOME, all that the bot finds in its environment
   * @param folder where it is started; it has no .env, for what a developer set there is not for tests
   */
  constructor(settings: Readonly<Record<string, string>>, folder = place) {
    const { PATH = "", HOME = "" } = process.env;
    const env = { PATH, HOME, LANG: "C.UTF-8", THREADBOOK_DATA: dataFolder(), ...settings };
    const child = spawn(process.execPath, [program], { cwd: folder, env, stdio: ["pipe", "pipe", "pipe", "ipc"] });
    this.process = child;
    child.stdin?.on("error", () => undefined);
    child.stdout?.on("data", (bytes: Buffer) => this.#heard(() => (this.#out += bytes)));
    child.stderr?.on("data", (bytes: Buffer) => this.#heard(() => (this.#err += bytes)));
    // A child that was disconnected never tells of "close" (Node 24).
    const streams = [child.stdout, child.stderr].map((stream) => stream && once(stream, "close"));
    this.ended = Promise.all([once(child, "exit"), ...streams]).then(([[status]]) => ({
      status,
      out: this.#out,
      err: this.#err,
    }));
    running.add(child);
    void this.ended.then(() => running.delete(child));
  }

  /** Types lines; `end` ends the input. */
  type(text: string): this {
    this.process.stdin?.write(text);
    return this;
  }

  end(): this {
    this.process.stdin?.end();
    return this;
  }

  /** Resolves once standard output holds the text. */
  async shows(text: string): Promise<void> {
    while (!this.#out.includes(text)) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#watchers.add(resolve);
      await Promise.race([promise, this.ended.then(({ err }) => this.#tooEarly(text, err))]);
    }
  }

  #tooEarly(text: string, err: string): never {
    throw new Error(`Expected the bot to show '${text}', but it ended with: ${this.#out}\n${err}`);
  }

  #heard(note: () => void): void {
    note();
    for (const watcher of this.#watchers) watcher();
    this.#watchers.clear();
  }
}

/** Runs the bot over these lines to its end. */
export function runBot(input: string, settings: Readonly<Record<string, string>> = {}): BotProcess["ended"] {
  return new BotProcess(settings).type(input).end().ended;
}

const running = new Set<ChildProcess>();
const place = mkdtempSync(join(tmpdir(), "threadbook-main-"));
after(() => {
  for (const child of running) child.kill("SIGKILL");
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
});
