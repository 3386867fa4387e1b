import { deliveryOf, threadOf } from "../../src/adapters/slack/place.ts";
import { commandSyntax } from "../../src/adapters/slack/showing/replies.ts";
import { slackMarkup } from "../../src/adapters/slack/showing/slack-markup.ts";
import { SlackAdapter } from "../../src/adapters/slack/slack-adapter.ts";
import type { Adapter } from "../../src/core/adapter.ts";
import type { DeliveryId } from "../../src/core/ids.ts";
import { deskOf, logOf, type Means } from "../../src/main/open-platforms.ts";
import { hasty } from "../adapters/slack/slack-bench.ts";
import { fastClock } from "../fakes/fast-clock.ts";
import { FakeSlack } from "../fakes/slack/fake-slack.ts";
import type { Fault } from "../fakes/slack/faults.ts";
import type { SlackMessage } from "../fakes/slack/message.ts";
import { shown } from "../fakes/slack/shown.ts";
import { bot, team } from "../fakes/slack/workspace.ts";
import { chatLooks } from "./chat-looks.ts";
import type { Random } from "./random.ts";
import type { Harm, Links, Said, Shown, Stage } from "./stage.ts";

const methods = [
  "chat.postMessage",
  "chat.update",
  "assistant.threads.setStatus",
  "conversations.replies",
  "conversations.history",
  "users.info",
  "apps.connections.open",
  "*",
];
const faults: readonly Fault[] = [
  { kind: "request-lost" },
  { kind: "answer-lost" },
  { kind: "answer-lost" },
  { kind: "broken", status: 500 },
  { kind: "broken", status: 503 },
  { kind: "limited", retryAfterSeconds: 1 },
  { kind: "refused", error: "internal_error" },
];

/** Slack, simulated, with a person who talks in a channel and in private. */
export class SlackStage implements Stage {
  readonly platform = "slack";
  readonly looks = chatLooks({ markup: slackMarkup, syntax: commandSyntax });
  readonly now = Date.now;
  readonly #slack: FakeSlack;
  readonly #clock = fastClock(20);
  readonly #said: SlackMessage[] = [];

  private constructor(slack: FakeSlack) {
    this.#slack = slack;
    slack.sockets.patience = { ackMs: 200, retriesMs: [20, 100, 300, 600, 1_000, 2_000] };
  }

  static async start(): Promise<SlackStage> {
    return new SlackStage(await FakeSlack.start());
  }

  async open(means: Means): Promise<Adapter> {
    const { api, apiUrl } = this.#slack;
    const pictureBounds = { maxSidePixels: 1_000, maxBytes: 1_000_000 };
    return new SlackAdapter({
      botToken: api.botToken,
      appToken: api.appToken,
      apiUrl,
      scopes: [],
      desk: { ...deskOf(means), pictureBounds, clock: this.#clock },
      clock: this.#clock,
      pace: { ...hasty, again: 20, reconnect: 300 },
      log: logOf("slack", means),
    });
  }

  async begin(text: string, where: "channel" | "direct"): Promise<Said> {
    const { people } = this.#slack;
    return this.#kept(where === "channel" ? people.mention(text) : people.say(text, { channel: "D1" }));
  }

  async goOn({ place }: Said, text: string): Promise<Said> {
    const [channel = "", thread = ""] = place.split("/");
    const circumstances = thread === "" ? { channel } : { channel, thread };
    return this.#kept(this.#slack.people.say(text, circumstances));
  }

  async chatter(): Promise<void> {
    this.#slack.people.say("nothing for the bot", { user: "U2" });
  }

  shown(): readonly Shown[] {
    const { workspace } = this.#slack;
    return workspace.messages
      .filter(({ user }) => user === bot.user)
      .map((message) => {
        const { text, buttons } = shown(message, workspace);
        const { ref, key } = (message.metadata?.["event_payload"] ?? {}) as { ref?: DeliveryId; key?: string };
        const place = `${message.channel}/${message.thread_ts ?? ""}`;
        return { answers: ref, key: key ?? "", text, going: buttons.length > 0, place };
      });
  }

  harm(random: Random): Harm {
    const { sockets, announcer, faults: planned } = this.#slack;
    const what = random.pick(["call", "call", "call", "call", "again", "drop", "refresh"]);
    if (what === "drop") sockets.drop();
    if (what === "refresh") sockets.refresh();
    if (what === "again" && this.#said.length > 0) announcer.posted(random.pick(this.#said));
    if (what !== "call") return { what: `slack ${what}`, breaks: what !== "again" };
    const [method, fault] = [random.pick(methods), random.pick(faults)];
    planned.plan(method, fault);
    return { what: `slack ${method} ${fault.kind}`, breaks: false };
  }

  links(): Links {
    const { connected, count } = this.#slack.sockets;
    return { made: connected, open: count };
  }

  cut(): void {
    this.#slack.sockets.drop();
  }

  calm(): void {
    this.#slack.faults.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#slack[Symbol.asyncDispose]();
  }

  #kept(message: SlackMessage): Said {
    this.#said.push(message);
    const { channel, ts, thread_ts: within, text } = message;
    const thread = threadOf(team, channel, ts, within);
    const place = `${channel}/${within ?? (channel.startsWith("D") ? "" : ts)}`;
    return { id: deliveryOf(thread, ts), thread, text, place };
  }
}
