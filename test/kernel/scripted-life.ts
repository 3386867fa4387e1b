import type { KernelMessage } from "../../src/kernel/messages.ts";
import type { CellListener, PythonLife } from "../../src/kernel/python-life.ts";

/** A Python that says what the test says, and remembers what was asked of it. */
export class ScriptedLife implements PythonLife {
  readonly generation = 3;
  readonly asked: string[] = [];
  listener: CellListener | undefined;
  readonly #interrupted: (life: ScriptedLife) => void | Promise<void>;

  /** @param interrupted what this Python does when it is interrupted */
  constructor(interrupted: (life: ScriptedLife) => void | Promise<void> = () => undefined) {
    this.#interrupted = interrupted;
  }

  execute(code: string, listener: CellListener): void {
    this.asked.push(`execute ${code}`);
    this.listener = listener;
  }

  say(...messages: readonly KernelMessage[]): void {
    for (const message of messages) this.listener?.received(message);
  }

  /** @param at the kernel's clock */
  finish(status: string, at = Date.now()): void {
    this.say({ kind: "reply", status, at, content: {} }, { kind: "idle" });
  }

  async interrupt(): Promise<void> {
    this.asked.push("interrupt");
    await this.#interrupted(this);
  }

  pause(): void {
    this.asked.push("pause");
  }

  resume(): void {
    this.asked.push("resume");
  }

  skim(): void {
    this.asked.push("skim");
  }

  async end(): Promise<void> {
    this.asked.push("end");
    this.listener?.fell("ended");
  }
}
