import { type Client, type Message, SnowflakeUtil } from "discord.js";
import type { RecentThread } from "../../core/recent-threads.ts";
import type { ChatLog } from "../chat/chat-log.ts";
import type { Clock } from "../chat/clock.ts";
import { addressOf } from "./address.ts";
import { faultOf } from "./fault.ts";

const keptChannels = 200;
const mostMissed = 100;
/** Looked at after a start. */
const mostThreads = 100;
const mostAttempts = 6;
/** After the first attempt that was lost; doubled with each. */
const firstWaitMs = 1_000;

interface Means {
  readonly clock: Clock;
  readonly closing: AbortSignal;
  readonly log: ChatLog;
}

/** Where people talk to the bot, and up to where it has heard them: after a lost session it asks for the rest. */
export class CatchUp {
  readonly #client: Client;
  readonly #means: Means;
  readonly #seen = new Map<string, string>();

  constructor(client: Client, means: Means) {
    this.#client = client;
    this.#means = means;
  }

  /** The bot is spoken to here. */
  follow({ channelId, id }: Message): void {
    this.#seen.delete(channelId);
    this.#seen.set(channelId, id);
    for (const [oldest] of this.#seen) if (this.#seen.size > keptChannels) this.#seen.delete(oldest);
  }

  /** A message was heard, wherever. */
  saw({ channelId, id }: Message): void {
    const known = this.#seen.get(channelId);
    if (known !== undefined && BigInt(id) > BigInt(known)) this.#seen.set(channelId, id);
  }

  /** What was said since, oldest first in each channel. */
  async *missed(): AsyncGenerator<Message> {
    for (const [channel, after] of Array.from(this.#seen)) yield* await this.#since(channel, after);
  }

  /** What was said in these threads, and in the channels that they are in, since a time, oldest first in each. */
  async *missedIn(threads: readonly RecentThread[], since: number): AsyncGenerator<Message> {
    const begin = SnowflakeUtil.generate({ timestamp: since, increment: 0n, workerId: 0n, processId: 0n });
    const places = new Map<string, bigint>();
    for (const { first } of threads.slice(0, mostThreads)) {
      const { thread, channel, message, command } = addressOf(first);
      const heard = command || thread === channel || thread === message ? BigInt(message) : begin;
      places.set(thread, heard > begin ? heard : begin);
      if (channel !== thread) places.set(channel, begin);
    }
    for (const [place, after] of places) yield* await this.#since(place, `${after}`);
  }

  async #since(channel: string, after: string): Promise<readonly Message[]> {
    const { clock, closing, log } = this.#means;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#read(channel, after);
      } catch (error) {
        const { kind } = faultOf(error);
        // A thread may be gone, or never have been opened.
        if (kind === "refused" || closing.aborted) return [];
        if (kind === "ours" || attempt === mostAttempts) {
          log.warn(`discord: what was said in ${channel} meanwhile could not be read: ${String(error)}`);
          return [];
        }
        await clock.wait(firstWaitMs * 2 ** (attempt - 1), closing);
      }
    }
  }

  async #read(channel: string, after: string): Promise<readonly Message[]> {
    const found = await this.#client.channels.fetch(channel);
    if (found === null || !found.isTextBased()) return [];
    return [...(await found.messages.fetch({ after, limit: mostMissed })).values()].toReversed();
  }
}
