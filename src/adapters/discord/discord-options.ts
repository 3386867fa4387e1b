import type { ChatDesk } from "../chat/chat-performer.ts";
import type { PictureBounds } from "../picture.ts";

/** Time as Discord's limits need it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after so many milliseconds, or at once when the signal aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export interface DiscordLog {
  warn(message: string): void;
}

export interface DiscordOptions {
  readonly token: string;
  /** Where the REST interface is, such as `http://127.0.0.1:4000/api`; Discord's own when undefined. */
  readonly apiUrl?: string | undefined;
  /** The server that alone gets the slash commands; all when undefined. */
  readonly guild?: string | undefined;
  readonly desk: ChatDesk;
  readonly clock: Clock;
  readonly log: DiscordLog;
}

/** An attachment may have 10 MiB in a server that nobody pays for. */
export const discordPictureBounds: PictureBounds = { maxSidePixels: 4096, maxBytes: 10 * 2 ** 20 };
