import type { Json, SlackMessage } from "./message.ts";
import type { Sockets } from "./sockets.ts";
import { bot, team, type Workspace } from "./workspace.ts";

const triggerMs = 3000;

/** Tells the app what happens in the workspace, with all that Slack sends though bots get it wrong. */
export class Announcer {
  readonly #workspace: Workspace;
  readonly #sockets: Sockets;
  readonly #triggers = new Map<string, number>();

  constructor(workspace: Workspace, sockets: Sockets) {
    this.#workspace = workspace;
    this.#sockets = sockets;
  }

  /** A mention is told twice, by two events with ids of their own; the bot's own messages come back to it. */
  posted(message: SlackMessage): void {
    this.tell({ ...message, channel_type: this.#kind(message), event_ts: message.ts });
    if (!message.text.includes(`<@${bot.user}>`) || message.user === bot.user) return;
    if (this.#kind(message) === "im") return;
    const { subtype: _, ...mention } = message;
    this.tell({ ...mention, type: "app_mention", event_ts: message.ts });
  }

  /** Has no `user` of its own, also for the bot's own edits. */
  changed(before: SlackMessage, after: SlackMessage): void {
    this.#told("message_changed", after, { message: after, previous_message: before });
  }

  deleted(message: SlackMessage): void {
    this.#told("message_deleted", message, { previous_message: message, deleted_ts: message.ts });
  }

  tell(event: Json): void {
    this.#sockets.tell({
      token: "x",
      team_id: team,
      api_app_id: "A1",
      type: "event_callback",
      event_id: this.#workspace.nextId("Ev"),
      event_time: Math.floor(Date.now() / 1000),
      authorizations: [{ enterprise_id: null, team_id: team, user_id: bot.user, is_bot: true }],
      event,
    });
  }

  /** A trigger that opens one view within three seconds. */
  newTrigger(): string {
    const trigger = this.#workspace.nextId("trigger");
    this.#triggers.set(trigger, Date.now() + triggerMs);
    return trigger;
  }

  takeTrigger(trigger: string): boolean {
    const until = this.#triggers.get(trigger) ?? 0;
    this.#triggers.delete(trigger);
    return Date.now() <= until;
  }

  #told(subtype: string, message: SlackMessage, more: Json): void {
    const ts = this.#workspace.nextTs();
    const { channel } = message;
    this.tell({ type: "message", subtype, channel, ts, event_ts: ts, channel_type: this.#kind(message), ...more });
  }

  #kind({ channel }: SlackMessage): string {
    return this.#workspace.channels.get(channel)?.kind ?? "channel";
  }
}
