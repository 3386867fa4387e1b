import type { Adapter, Earlier, Listener, Reply } from "../../core/adapter.ts";
import type { CommandName } from "../../core/commands/command-name.ts";
import type { ReplyRef } from "../../core/ids.ts";
import type { Sentence } from "../../core/words/sentence.ts";
import type { ConsoleOptions } from "./console-options.ts";
import { PlainSession } from "./pipe/plain-session.ts";
import type { Session } from "./session.ts";
import { TerminalSession } from "./terminal/terminal-session.ts";

/** The terminal the bot was started in. */
export class ConsoleAdapter implements Adapter {
  readonly platform = "console";
  readonly lasting = false;
  readonly #session: Session;

  constructor(options: ConsoleOptions) {
    const terminal = options.input.isTTY === true && options.output.isTTY === true;
    this.#session = terminal ? new TerminalSession(options) : new PlainSession(options);
  }

  /** Resolves when input has ended, or the person left by Ctrl-D, and all is answered. */
  get done(): Promise<void> {
    return this.#session.done;
  }

  syntax(name: CommandName): string {
    return `/${name}`;
  }

  start(listener: Listener): Promise<void> {
    return this.#session.start(listener);
  }

  /** Nobody speaks in a terminal while the bot is not there. */
  async catchUp(): Promise<void> {}

  async reopen(ref: ReplyRef, ownCode: boolean): Promise<Reply> {
    return this.#session.reopen(ref, ownCode);
  }

  /** Nobody speaks in a terminal before the bot is there. */
  async history(): Promise<readonly Earlier[]> {
    return [];
  }

  /** A sentence that belongs to no answer, such as a greeting: above the prompt, or to the errors of a pipe. */
  tell(sentence: Sentence): void {
    this.#session.tell(sentence);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session[Symbol.asyncDispose]();
  }
}
