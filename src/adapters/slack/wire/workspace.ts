import type { ChatLog } from "../../chat/chat-log.ts";
import type { Clock } from "../../chat/clock.ts";
import { RecentlyUsed } from "../../chat/recently-used.ts";
import type { Pace, SlackOptions } from "../slack-options.ts";
import { type Clients, openClients } from "./clients.ts";
import type { Self } from "./sign-in.ts";
import { Turnstile } from "./turnstile.ts";

const lastCallsMs = 1_000;
/** Of so many channels it is known when the last post went there. */
const mostChannels = 1_000;

/** What all answers in one workspace share: the way to Slack, and its limits. */
export class Workspace {
  readonly clients: Clients;
  readonly closing: AbortSignal;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly log: ChatLog;
  readonly botToken: string;
  /** Where files may be fetched with the bot's token: Slack's hosts, and the one that stands for Slack. */
  readonly host: string | undefined;
  readonly edits: Turnstile;
  readonly deletions: Turnstile;
  /** False once Slack has refused to show a status. */
  showsStatus = true;
  readonly #lastCalls = new Set<Promise<void>>();
  readonly #posts = new RecentlyUsed<Turnstile>(mostChannels, ({ awaited }) => awaited);
  #self: Self | undefined;

  constructor(options: SlackOptions, closing: AbortSignal) {
    const { clock, pace, log, botToken, apiUrl } = options;
    this.clients = openClients(options, closing);
    this.closing = closing;
    this.clock = clock;
    this.pace = pace;
    this.log = log;
    this.botToken = botToken;
    this.host = apiUrl === undefined ? undefined : new URL(apiUrl).host;
    this.edits = new Turnstile(pace.betweenEdits, clock, closing, pace.edits);
    this.deletions = this.#turnstile(pace.betweenEdits);
  }

  get signedIn(): boolean {
    return this.#self !== undefined;
  }

  get self(): Self {
    if (this.#self === undefined) throw new Error("Expected the adapter to be signed in to Slack.");
    return this.#self;
  }

  set self(self: Self) {
    this.#self = self;
  }

  /** A call that takes something away, which the end of the bot waits for; it never rejects. */
  async finish(call: Promise<void>): Promise<void> {
    this.#lastCalls.add(call);
    await call;
    this.#lastCalls.delete(call);
  }

  /** Resolves when all such calls are through, or after a while. */
  async finished(): Promise<void> {
    const done = new AbortController();
    const late = this.clock.wait(lastCallsMs, done.signal);
    await Promise.race([Promise.all(this.#lastCalls), late]);
    done.abort();
  }

  posts(channel: string): Turnstile {
    const known = this.#posts.get(channel);
    if (known !== undefined) return known;
    const turnstile = this.#turnstile(this.pace.betweenPosts);
    this.#posts.set(channel, turnstile);
    return turnstile;
  }

  #turnstile(everyMs: number): Turnstile {
    return new Turnstile(everyMs, this.clock, this.closing);
  }
}
