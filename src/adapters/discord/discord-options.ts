import type { ChatLog } from "../chat/chat-log.ts";
import type { ChatDesk } from "../chat/chat-performer.ts";
import type { Clock } from "../chat/clock.ts";
import type { PictureBounds } from "../picture.ts";

export interface DiscordOptions {
  readonly token: string;
  /** Where the REST interface is, such as `http://127.0.0.1:4000/api`; Discord's own when undefined. */
  readonly apiUrl?: string | undefined;
  /** The server that alone gets the slash commands; all when undefined. */
  readonly guild?: string | undefined;
  readonly desk: ChatDesk;
  readonly clock: Clock;
  readonly log: ChatLog;
}

/** An attachment may have 10 MiB in a server that nobody pays for. */
export const discordPictureBounds: PictureBounds = { maxSidePixels: 4096, maxBytes: 10 * 2 ** 20 };
