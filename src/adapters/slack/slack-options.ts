import type { ChatLog } from "../chat/chat-log.ts";
import type { ChatDesk } from "../chat/chat-performer.ts";
import type { Clock } from "../chat/clock.ts";
import type { Allowance } from "./wire/turnstile.ts";

/** How fast Slack may be called, and how long it is waited for; times are in milliseconds. */
export interface Pace {
  /** Between two edits in one workspace, while answers go on. */
  readonly betweenEdits: number;
  /** How many a minute; some are kept for the last edits of answers, which end all at once when the bot ends. */
  readonly edits: Allowance;
  /** Between two posts in one channel. */
  readonly betweenPosts: number;
  /** Between two looks at an upload that is not shown yet. */
  readonly betweenLooks: number;
  /** After this an upload that is not shown is placed by a message of its own. */
  readonly uploadShown: number;
  /** A call without an answer has failed. */
  readonly call: number;
  /** Before a call that failed is made again, for the first time; doubled each time. */
  readonly again: number;
  /** Between a broken connection and the next; also how old Slack's last sign of life may be. */
  readonly reconnect: number;
  /** A name that is not known by then is not waited for. */
  readonly name: number;
}

/** Slack takes 50 edits a minute from a workspace, and about one post a second in a channel: a little below both. */
export const slackPace: Pace = {
  betweenEdits: 1_250,
  edits: { most: 48, kept: 24 },
  betweenPosts: 1_100,
  betweenLooks: 300,
  uploadShown: 20_000,
  call: 15_000,
  again: 500,
  reconnect: 2_000,
  name: 1_000,
};

export interface SlackOptions {
  readonly botToken: string;
  readonly appToken: string;
  /** Where the Web API is; Slack's own when undefined. */
  readonly apiUrl?: string | undefined;
  /** What the app has to be allowed to do. */
  readonly scopes: readonly string[];
  readonly desk: ChatDesk;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly log: ChatLog;
}
