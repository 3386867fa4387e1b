import { readFile, writeFile } from "node:fs/promises";
import { type ThreadId, threadId } from "../../core/ids.ts";

/** Whether a process of this id is a bot that still runs. */
export type IsBot = (pid: number) => Promise<boolean>;

/** The thread that a terminal is in; the next start goes on with it. */
export class TerminalThreads {
  readonly #file: string;
  readonly #pid: number;
  /** Another bot has this folder's thread: this one's threads are its own, and nobody goes on with them. */
  readonly #apart: boolean;
  #number: number;

  private constructor(file: string, pid: number, number: number, apart: boolean) {
    this.#file = file;
    this.#pid = pid;
    this.#number = number;
    this.#apart = apart;
  }

  /** @param file holds the number of the current thread and the process that is in it; a damaged one begins anew */
  static async open(file: string, pid: number = process.pid, isBot: IsBot = isRunningBot): Promise<TerminalThreads> {
    const [number = 1, owner = 0] = (await readFile(file, "utf8").catch(() => "")).match(/\d{1,9}/g)?.map(Number) ?? [];
    const apart = owner > 0 && owner !== pid && (await isBot(owner));
    const threads = new TerminalThreads(file, pid, Math.max(1, number), apart);
    await threads.#write();
    return threads;
  }

  /** Whether a bot in another terminal has the thread that would have gone on here. */
  get apart(): boolean {
    return this.#apart;
  }

  current(): ThreadId {
    return this.#apart
      ? threadId("console", `${this.#pid}`, `${this.#number}`)
      : threadId("console", `${this.#number}`);
  }

  /** Makes a fresh thread the current one. */
  async next(): Promise<ThreadId> {
    this.#number += 1;
    await this.#write();
    return this.current();
  }

  async #write(): Promise<void> {
    if (!this.#apart) await writeFile(this.#file, `${this.#number} ${this.#pid}\n`, { mode: 0o600 });
  }
}

/** Process ids are given anew: one that lives counts only when its command is the bot's, where that can be read. */
async function isRunningBot(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "main.ts");
  return command.includes("main.ts");
}
