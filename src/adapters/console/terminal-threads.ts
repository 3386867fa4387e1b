import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type ThreadId, threadId } from "../../core/ids.ts";

/** The thread that a terminal is in; the next start goes on with it. */
export class TerminalThreads {
  readonly #file: string;
  #number: number;

  private constructor(file: string, number: number) {
    this.#file = file;
    this.#number = number;
  }

  /** @param file holds the number of the current thread; a missing or damaged one begins with the first */
  static async open(file: string): Promise<TerminalThreads> {
    const number = Number(await readFile(file, "utf8").catch(() => "1"));
    return new TerminalThreads(file, Number.isSafeInteger(number) && number > 0 ? number : 1);
  }

  current(): ThreadId {
    return threadId("console", `${this.#number}`);
  }

  /** Makes a fresh thread the current one. */
  async next(): Promise<ThreadId> {
    this.#number += 1;
    await mkdir(dirname(this.#file), { recursive: true });
    await writeFile(this.#file, `${this.#number}\n`);
    return this.current();
  }
}
