import { type Client, type Message, SnowflakeUtil } from "discord.js";
import type { RecentThread } from "../../core/recent-threads.ts";
import { type Address, addressOf } from "./address.ts";
import { faultOf } from "./fault.ts";
import type { Line } from "./line.ts";

const keptChannels = 200;
/** As many as Discord gives at once. */
const pageSize = 100;
/** Read of one place; who said more has to say it again. */
const mostPages = 10;
/** Looked at after a start. */
const mostThreads = 100;
/** Looked at after a start beside those, the ones with the newest messages first. */
const mostElsewhere = 100;
const mostAttempts = 6;
/** After the first attempt that was lost; doubled with each. */
const firstWaitMs = 1_000;

type Means = Pick<Line, "clock" | "closing" | "log">;

/** Where people talk to the bot, and up to where it has heard them: after a lost session it asks for the rest. */
export class CatchUp {
  readonly #client: Client;
  readonly #means: Means;
  readonly #seen = new Map<string, bigint>();

  constructor(client: Client, means: Means) {
    this.#client = client;
    this.#means = means;
  }

  /** The bot was spoken to by this message, or use of a command: here, and in the thread that it opens. */
  follow(address: Address): void {
    for (const place of placesOf(address)) this.#keep(place, BigInt(address.message));
  }

  /** A message was heard, wherever. */
  saw({ channelId, id }: Message): void {
    const known = this.#seen.get(channelId);
    if (known !== undefined && BigInt(id) > known) this.#seen.set(channelId, BigInt(id));
  }

  /** What was said since, oldest first in each channel. */
  async *missed(): AsyncGenerator<Message> {
    for (const [channel, after] of Array.from(this.#seen)) yield* this.#since(channel, after);
  }

  /**
   * What was said in these threads, in the channels that they are in, and wherever else something was said, since a
   * time, oldest first in each. What these threads say from now on is missed no more.
   */
  async *missedIn(threads: readonly RecentThread[], since: number): AsyncGenerator<Message> {
    const begin = SnowflakeUtil.generate({ timestamp: since, increment: 0n, workerId: 0n, processId: 0n });
    const places = new Map<string, bigint>();
    for (const { first } of threads.slice(0, mostThreads)) {
      const address = addressOf(first);
      const heard = BigInt(address.message);
      for (const place of placesOf(address)) {
        places.set(place, place === address.thread && heard > begin ? heard : begin);
      }
    }
    for (const [place, after] of [...places].toReversed()) this.#keep(place, after);
    for (const place of this.#elsewhere(begin)) if (!places.has(place)) places.set(place, begin);
    for (const [place, after] of places) yield* this.#since(place, after);
  }

  /** Discord tells with each channel which message is its last. */
  #elsewhere(begin: bigint): readonly string[] {
    const spoken = [...this.#client.channels.cache.values()].flatMap((channel) => {
      if (channel.isDMBased() || !channel.isTextBased() || !channel.viewable) return [];
      const last = BigInt(channel.lastMessageId ?? 0);
      return last > begin ? [{ id: channel.id, last }] : [];
    });
    if (spoken.length > mostElsewhere) {
      const rest = spoken.length - mostElsewhere;
      this.#means.log.warn(`discord: in ${rest} channels more something was said meanwhile; they were not read`);
    }
    const newest = spoken.toSorted((one, other) => (one.last > other.last ? -1 : 1));
    return newest.slice(0, mostElsewhere).map(({ id }) => id);
  }

  #keep(place: string, heard: bigint): void {
    const known = this.#seen.get(place) ?? 0n;
    this.#seen.delete(place);
    this.#seen.set(place, heard > known ? heard : known);
    for (const [oldest] of this.#seen) if (this.#seen.size > keptChannels) this.#seen.delete(oldest);
  }

  async *#since(channel: string, begin: bigint): AsyncGenerator<Message> {
    let after = `${begin}`;
    for (let read = 1; read <= mostPages; read++) {
      const page = await this.#page(channel, after);
      yield* page;
      if (page.length < pageSize) return;
      after = page.at(-1)?.id ?? after;
    }
    const most = mostPages * pageSize;
    this.#means.log.warn(`discord: in ${channel} more was said meanwhile than the ${most} messages that were read`);
  }

  async #page(channel: string, after: string): Promise<readonly Message[]> {
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
    return [...(await found.messages.fetch({ after, limit: pageSize })).values()].toReversed();
  }
}

/** Where what follows on a message is said; a command that is used in a channel opens no thread. */
function placesOf({ thread, channel, command }: Address): readonly string[] {
  return command || thread === channel ? [channel] : [thread, channel];
}
