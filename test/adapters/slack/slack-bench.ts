import { botScopes } from "../../../config/slack-scopes.ts";
import type { ChatDesk } from "../../../src/adapters/chat/chat-performer.ts";
import { type Clock, systemClock } from "../../../src/adapters/chat/clock.ts";
import { SlackAdapter } from "../../../src/adapters/slack/slack-adapter.ts";
import { type Pace, type SlackOptions, slackPace } from "../../../src/adapters/slack/slack-options.ts";
import { Workspace } from "../../../src/adapters/slack/wire/workspace.ts";
import type { Incoming, Notice, Reply } from "../../../src/core/adapter.ts";
import { openStore } from "../../../src/core/store/open-store.ts";
import type { Store } from "../../../src/core/store/store.ts";
import { MemoryBlobs } from "../../fakes/memory-blobs.ts";
import { FakeSlack } from "../../fakes/slack/fake-slack.ts";
import { bot, team } from "../../fakes/slack/workspace.ts";

const scopes = await botScopes();

/** As fast as the machine, for tests that are not about the pace. */
export const hasty: Pace = {
  ...slackPace,
  betweenEdits: 0,
  edits: { most: Number.POSITIVE_INFINITY, kept: 0 },
  betweenPosts: 0,
  betweenLooks: 5,
  again: 1,
  reconnect: 400,
};

export interface Heard {
  readonly incoming: Incoming;
  readonly reply: Reply;
}

/** The adapter on a simulated Slack, and what it hands on. */
export class SlackBench implements AsyncDisposable {
  readonly slack: FakeSlack;
  readonly store: Store;
  readonly adapter: SlackAdapter;
  readonly blobs = new MemoryBlobs();
  readonly heard: Heard[] = [];
  readonly notices: Notice[] = [];
  readonly warnings: string[] = [];
  /** What the listener says of each message. */
  verdict: "accepted" | "duplicate" | "ignored" = "accepted";

  private constructor(slack: FakeSlack, store: Store, how: BenchOptions) {
    this.slack = slack;
    this.store = store;
    this.adapter = new SlackAdapter(this.#options(how));
  }

  static async open(how: BenchOptions = {}): Promise<SlackBench> {
    const slack = how.slack ?? (await FakeSlack.start());
    return new SlackBench(slack, how.store ?? (await openStore(":memory:", () => undefined)), how);
  }

  static async start(how: BenchOptions = {}): Promise<SlackBench> {
    const bench = await SlackBench.open(how);
    await bench.listen();
    return bench;
  }

  get desk(): ChatDesk {
    return {
      store: this.store,
      blobs: this.blobs,
      pictureBounds: { maxSidePixels: 1_000, maxBytes: 1_000_000 },
      unkept: (_ref, error) => this.warnings.push(String(error)),
      clock: systemClock,
    };
  }

  /** What all answers share, signed in, for the test of a part without the adapter. */
  workspace(how: BenchOptions & { readonly closing?: AbortController } = {}): Workspace {
    const workspace = new Workspace(this.#options(how), (how.closing ?? new AbortController()).signal);
    workspace.self = { team, user: bot.user, bot: bot.id, name: bot.name };
    return workspace;
  }

  listen(): Promise<void> {
    return this.adapter.start({
      deliver: async (incoming, reply) => {
        this.heard.push({ incoming, reply });
        this.slack.workspace.changed();
        return this.verdict;
      },
      notice: async (notice) => {
        this.notices.push(notice);
        this.slack.workspace.changed();
      },
    });
  }

  /** The message with this place among all that were handed on. */
  hear(place = 0): Promise<Heard> {
    return this.slack.until(() => this.heard[place], `message ${place + 1} to be handed on`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.adapter[Symbol.asyncDispose]();
    await this.slack[Symbol.asyncDispose]();
    await this.store[Symbol.asyncDispose]();
  }

  #options(how: BenchOptions): SlackOptions {
    const { api, apiUrl } = this.slack;
    return {
      botToken: how.botToken ?? api.botToken,
      appToken: how.appToken ?? api.appToken,
      apiUrl,
      scopes,
      desk: this.desk,
      clock: how.clock ?? systemClock,
      pace: how.pace ?? hasty,
      log: { warn: (message) => this.warnings.push(message) },
    };
  }
}

interface BenchOptions {
  readonly slack?: FakeSlack;
  readonly store?: Store;
  readonly pace?: Pace;
  readonly clock?: Clock;
  readonly botToken?: string;
  readonly appToken?: string;
}
