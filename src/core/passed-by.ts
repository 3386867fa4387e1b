import type { Incoming, Reply } from "./adapter.ts";

const MOST = 500;

/** A message that was not meant for the bot, as far as was known. */
interface Passed {
  readonly incoming: Incoming;
  readonly reply: Reply;
}

/**
 * The last messages that nobody took. A platform may bring the one that calls the bot after those that follow it: then
 * they were meant after all.
 */
export class PassedBy {
  readonly #passed: Passed[] = [];

  add(passed: Passed): void {
    this.#passed.push(passed);
    if (this.#passed.length > MOST) this.#passed.shift();
  }

  /** Takes those of a thread that were said after this message, oldest first. */
  behind({ thread, at }: Incoming): readonly Passed[] {
    const behind = this.#passed.filter(({ incoming }) => incoming.thread === thread && incoming.at > at);
    for (const passed of behind) this.#passed.splice(this.#passed.indexOf(passed), 1);
    return behind.toSorted((one, other) => one.incoming.at - other.incoming.at);
  }
}
