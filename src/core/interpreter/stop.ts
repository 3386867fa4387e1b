import type { PersonId } from "../ids.ts";

/** The reason with which a person's stop aborts a turn. */
export class Stop extends Error {
  override readonly name = "Stop";
  readonly by: PersonId;

  constructor(by: PersonId) {
    super(`stopped by ${by}`);
    this.by = by;
  }
}

/** The reason with which the bot's own end aborts a turn. */
export class Shutdown extends Error {
  override readonly name = "Shutdown";

  constructor() {
    super("the bot is ending");
  }
}

/** Who stopped the turn; undefined where the bot itself is ending. */
export function stopper(signal: AbortSignal): PersonId | undefined {
  return signal.reason instanceof Stop ? signal.reason.by : undefined;
}
