import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** A process beside the bench, by the messages that it sends. */
export class Child implements Disposable {
  readonly heard: Record<string, unknown>[] = [];
  readonly #process: ChildProcess;

  /** @param file beside this one, or by its way from here */
  constructor(file: string) {
    this.#process = fork(join(import.meta.dirname, file), { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    this.#process.on("message", (message: Record<string, unknown>) => this.heard.push(message));
  }

  /** Sends it a message, where there is one, and resolves with the next of this kind that it sends. */
  async next(kind: string, message?: object): Promise<Record<string, unknown>> {
    const from = message === undefined ? 0 : this.heard.length;
    if (message !== undefined) this.#process.send(message);
    for (;;) {
      const found = this.heard.slice(from).find((one) => one["kind"] === kind);
      if (found !== undefined) return found;
      await once(this.#process, "message");
    }
  }

  [Symbol.dispose](): void {
    this.#process.kill();
  }
}
