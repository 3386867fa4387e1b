import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { type Clock, systemClock } from "../../../src/adapters/chat/clock.ts";
import { DiscordAdapter } from "../../../src/adapters/discord/discord-adapter.ts";
import { discordPictureBounds } from "../../../src/adapters/discord/discord-options.ts";
import type { Incoming, Listener, Notice, Reply } from "../../../src/core/adapter.ts";
import { openStore } from "../../../src/core/store/open-store.ts";
import type { Store } from "../../../src/core/store/store.ts";
import type { TurnEvent } from "../../../src/core/turn.ts";
import { emptyView, extend, type TurnView } from "../../../src/core/view.ts";
import { type DiscordOptions, FakeDiscord } from "../../fakes/discord/fake-discord.ts";
import type { Person } from "../../fakes/discord/person.ts";
import { fastClock } from "../../fakes/fast-clock.ts";
import { MemoryBlobs } from "../../fakes/memory-blobs.ts";

export interface BenchOptions extends DiscordOptions {
  /** How much faster time passes. */
  readonly speed?: number;
  readonly store?: Store;
  readonly blobs?: MemoryBlobs;
  /** Whether the commands are for the simulated server, or for a server of this number. */
  readonly guildCommands?: boolean;
  readonly guild?: string;
  /** What is added to the time that passes. */
  readonly clockShift?: () => number;
}

export interface DiscordBench {
  readonly discord: FakeDiscord;
  readonly adapter: DiscordAdapter;
  readonly ada: Person;
  readonly blobs: MemoryBlobs;
  readonly store: Store;
  readonly clock: Clock;
  readonly warnings: readonly string[];
}

/** What the link asks for that lets the bot into a server. */
export function invitedRights(invite: string): bigint {
  return BigInt(new URL(invite).searchParams.get("permissions") ?? "0");
}

/** The adapter with the real client on a simulated Discord, where it may do what its own link asks for and no more. */
export async function discordBench(options: BenchOptions = {}): Promise<DiscordBench> {
  const { speed = 20, store = await openStore(":memory:", () => undefined), blobs = new MemoryBlobs() } = options;
  const clock = fastClock(speed, options.clockShift);
  const discord = await FakeDiscord.open({ now: clock.now, granted: 309_237_746_688n, ...options });
  const guild = options.guildCommands ? discord.world.guild : options.guild;
  const { adapter, warnings } = await adapterOn(discord, { clock, store, blobs, guild });
  return { discord, adapter, warnings, blobs, store, clock, ada: discord.person("Ada") };
}

interface Means {
  readonly clock: Clock;
  readonly store: Store;
  readonly blobs: MemoryBlobs;
  readonly guild?: string | undefined;
}

/** One more life of the bot, on the same platform and the same store. */
export async function adapterOn(discord: FakeDiscord, means: Means) {
  const options = await optionsFor(discord, means);
  return { adapter: await DiscordAdapter.open(options), warnings: options.warnings };
}

export async function optionsFor(discord: FakeDiscord, means?: Means) {
  const store = means?.store ?? (await openStore(":memory:", () => undefined));
  const { clock, blobs, guild } = means ?? { clock: systemClock, blobs: new MemoryBlobs() };
  const warnings: string[] = [];
  const { token, url: apiUrl } = discord;
  const desk = { store, blobs, pictureBounds: discordPictureBounds, unkept, clock };
  return { token, apiUrl, guild, desk, clock, warnings, log: { warn: (line: string) => void warnings.push(line) } };
}

export interface Heard {
  readonly incoming: Incoming;
  readonly reply: Reply;
}

/** What the adapter delivered and noticed, in order; `heard(n)` and `noticed(n)` wait for the nth. */
export class Listening implements Listener {
  readonly messages: Heard[] = [];
  readonly notices: Notice[] = [];
  /** What each message is answered with. */
  verdict: "accepted" | "ignored" = "accepted";
  readonly #changed = new Set<() => void>();

  readonly deliver = async (incoming: Incoming, reply: Reply) => {
    const known = this.messages.some((one) => one.incoming.id === incoming.id);
    if (known) return "duplicate" as const;
    this.messages.push({ incoming, reply });
    this.#tell();
    return this.verdict;
  };

  async notice(notice: Notice): Promise<void> {
    this.notices.push(notice);
    this.#tell();
  }

  heard(nth = 1): Promise<Heard> {
    return this.#nth(this.messages, nth);
  }

  noticed(nth = 1): Promise<Notice> {
    return this.#nth(this.notices, nth);
  }

  async #nth<One>(all: readonly One[], nth: number): Promise<One> {
    for (let one = all[nth - 1]; ; one = all[nth - 1]) {
      if (one !== undefined) return one;
      await new Promise<void>((resolve) => this.#changed.add(resolve));
    }
  }

  #tell(): void {
    for (const resolve of this.#changed) resolve();
    this.#changed.clear();
  }
}

export interface Meeting extends DiscordBench {
  readonly listening: Listening;
}

/** The adapter, started, until the test is over. */
export async function meeting(t: TestContext, options: BenchOptions = {}): Promise<Meeting> {
  const bench = await discordBench(options);
  const listening = new Listening();
  t.after(async () => {
    await bench.adapter[Symbol.asyncDispose]();
    await bench.discord.close();
  });
  await bench.adapter.start(listening);
  return { ...bench, listening };
}

/** The view after these events. */
export function fold(...events: readonly TurnEvent[]): TurnView {
  return events.reduce(extend, emptyView("en"));
}

export const ended: TurnEvent = { kind: "ended", ending: { why: "answered" } };

/** Draws each step of a turn and its ending, and waits until all is shown. */
export async function answerWith({ reply }: Heard, ...events: readonly TurnEvent[]): Promise<void> {
  for (let at = 1; at <= events.length; at++) reply.draw(fold(...events.slice(0, at)));
  reply.draw(fold(...events, ended));
  assert.deepEqual(await reply.settle(), { kind: "delivered" });
}

function unkept(_: unknown, error: unknown): void {
  assert.fail(String(error));
}
