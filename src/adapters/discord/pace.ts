import type { Clock } from "../chat/clock.ts";
import { RecentlyUsed } from "../chat/recently-used.ts";

// Discord takes about five posts and edits in five seconds in a channel. One is kept free for what is not paced, and the
// window is a little longer, because requests arrive later than they are sent.
const most = 4;
const windowMs = 5_500;
const betweenEditsMs = 1_100;
const keptChannels = 500;

interface Times {
  /** When the last posts and edits went out, oldest first. */
  readonly sent: number[];
  pausedUntil: number;
}

/** Keeps posts and edits of each channel within Discord's limit, so that the client never has to wait inside a request. */
export class Pace {
  readonly #clock: Clock;
  readonly #closing: AbortSignal;
  readonly #channels = new RecentlyUsed<Times>(keptChannels);

  constructor(clock: Clock, closing: AbortSignal) {
    this.#clock = clock;
    this.#closing = closing;
  }

  /** Resolves when the channel may be given this; it counts from then on. */
  async turn(channel: string, kind: "post" | "edit"): Promise<void> {
    const times = this.#timesOf(channel);
    for (let left = this.#left(times, kind); left > 0 && !this.#closing.aborted; left = this.#left(times, kind)) {
      await this.#clock.wait(left, this.#closing);
    }
    times.sent.push(this.#clock.now());
    if (times.sent.length > most) times.sent.shift();
  }

  /** Discord said that the channel has had enough for a while. */
  pause(channel: string, ms: number): void {
    this.#timesOf(channel).pausedUntil = this.#clock.now() + ms;
  }

  #left({ sent, pausedUntil }: Times, kind: "post" | "edit"): number {
    const [oldest] = sent;
    const full = sent.length === most && oldest !== undefined ? oldest + windowMs : 0;
    const last = kind === "edit" ? (sent.at(-1) ?? 0) + betweenEditsMs : 0;
    return Math.max(full, last, pausedUntil) - this.#clock.now();
  }

  #timesOf(channel: string): Times {
    const known = this.#channels.get(channel);
    if (known !== undefined) return known;
    const times = { sent: [], pausedUntil: 0 };
    this.#channels.set(channel, times);
    return times;
  }
}
