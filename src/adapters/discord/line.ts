import {
  type APIMessage,
  type RawFile,
  type REST,
  type RouteLike,
  Routes,
  ThreadAutoArchiveDuration,
} from "discord.js";
import type { ChatLog } from "../chat/chat-log.ts";
import type { Clock } from "../chat/clock.ts";
import type { Pace } from "./pace.ts";

/** A message as the bot wants to know it. */
export type Sent = Pick<
  APIMessage,
  "id" | "content" | "components" | "attachments" | "author" | "interaction_metadata" | "message_reference"
>;

/** What the answers of one bot share: Discord's REST interface, its limits and the end of all. */
export class Line {
  readonly bot: string;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly closing: AbortSignal;
  readonly log: ChatLog;
  readonly #rest: REST;

  constructor(
    rest: REST,
    bot: string,
    { clock, pace, closing, log }: Pick<Line, "clock" | "pace" | "closing" | "log">,
  ) {
    this.#rest = rest;
    this.bot = bot;
    this.clock = clock;
    this.pace = pace;
    this.closing = closing;
    this.log = log;
  }

  post(channel: string, body: object, files: RawFile[] = []): Promise<Sent> {
    return this.#send("post", Routes.channelMessages(channel), body, files);
  }

  edit(channel: string, id: string, body: object): Promise<Sent> {
    return this.#send("patch", Routes.channelMessage(channel, id), body, []);
  }

  async remove(channel: string, id: string): Promise<void> {
    await this.#rest.delete(Routes.channelMessage(channel, id));
  }

  /** @param name from 1 to 100 characters */
  async openThread(channel: string, message: string, name: string): Promise<void> {
    const body = { name, auto_archive_duration: ThreadAutoArchiveDuration.ThreeDays };
    await this.#rest.post(Routes.threads(channel, message), { body });
  }

  async unarchive(thread: string): Promise<void> {
    await this.#rest.patch(Routes.channel(thread), { body: { archived: false } });
  }

  async type(channel: string): Promise<void> {
    await this.#rest.post(Routes.channelTyping(channel));
  }

  /** At most 100 messages of a channel behind a point in time, oldest first. */
  async since(channel: string, at: number): Promise<readonly Sent[]> {
    const after = ((BigInt(Math.max(0, at - discordEpoch)) << 22n) - 1n).toString();
    const query = new URLSearchParams({ after, limit: "100" });
    const found = (await this.#rest.get(Routes.channelMessages(channel), { query })) as readonly Sent[];
    return found.toReversed();
  }

  /** Answers a command by its token; the first answer takes the place of "thinking…". */
  answer(token: string, body: object, files: RawFile[] = []): Promise<Sent> {
    return this.#send("patch", Routes.webhookMessage(this.bot, token), body, files, false);
  }

  followUp(token: string, body: object, files: RawFile[] = []): Promise<Sent> {
    return this.#send("post", Routes.webhook(this.bot, token), body, files, false);
  }

  editAnswer(token: string, id: string, body: object): Promise<Sent> {
    return this.#send("patch", Routes.webhookMessage(this.bot, token, id), body, [], false);
  }

  async removeAnswer(token: string, id: string): Promise<void> {
    await this.#rest.delete(Routes.webhookMessage(this.bot, token, id), { auth: false });
  }

  async #send(how: "post" | "patch", route: RouteLike, body: object, files: RawFile[], auth = true): Promise<Sent> {
    // `@discordjs/rest` 2.6.3 never takes its listener off a signal: each request has a signal of its own.
    const request = new AbortController();
    const end = () => request.abort();
    if (this.closing.aborted) end();
    this.closing.addEventListener("abort", end);
    try {
      return (await this.#rest[how](route, { body, files, auth, signal: request.signal })) as Sent;
    } finally {
      this.closing.removeEventListener("abort", end);
    }
  }
}

const discordEpoch = 1_420_070_400_000;
