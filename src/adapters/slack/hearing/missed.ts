import type { RecentThread } from "../../../core/recent-threads.ts";
import { isDirect, threadOf, tsOf, whereIs } from "../place.ts";
import { faultOf, saidBy } from "../wire/slack-error.ts";
import type { Workspace } from "../wire/workspace.ts";
import { namedIn } from "./slack-text.ts";

/** Slack takes 50 such calls a minute; a thread costs one, and so does the channel that it is in. */
const mostThreads = 40;
const pageSize = 200;
/** Of one place; a page costs one such call too. */
const mostPages = 25;
const mostAttempts = 5;

interface Found {
  readonly ts?: string;
  readonly text?: string;
}
type Ask = (page: { oldest: string; limit: number; cursor?: string }) => Promise<{
  readonly messages?: readonly Found[];
  readonly response_metadata?: { readonly next_cursor?: string };
}>;

/**
 * What was written to the bot while it was not there, as events, oldest first in each place: in the threads where it was
 * spoken to last, in direct messages, and mentions in the channels of those threads. Slack tells of no other places.
 */
export async function* missed(
  workspace: Workspace,
  threads: readonly RecentThread[],
  since: number,
): AsyncGenerator<object> {
  const { clients, self, log } = workspace;
  const begin = (since / 1000).toFixed(6);
  if (threads.length > mostThreads)
    log.warn(`Of ${threads.length} threads on Slack the last ${mostThreads} are looked at for what was said meanwhile`);
  const channels = new Set<string>();
  for (const { thread, first } of threads.slice(0, mostThreads)) {
    const { channel, ts } = whereIs(thread);
    channels.add(channel);
    if (ts === undefined) continue;
    const oldest = Number(tsOf(first)) > Number(begin) ? tsOf(first) : begin;
    const ask: Ask = (page) => clients.read.conversations.replies({ channel, ts, ...page });
    for (const message of await read(ask, oldest, workspace)) yield eventOf(message, channel);
  }
  for (const channel of channels) {
    const ask: Ask = (page) => clients.read.conversations.history({ channel, ...page });
    for (const message of await read(ask, begin, workspace)) {
      if (!isDirect(channel) && !namedIn(message.text ?? "").includes(self.user)) continue;
      yield eventOf(message, channel);
      if (!isDirect(channel)) yield* await behind(message, channel, threads, workspace);
    }
  }
}

/** What people wrote behind a mention that nobody has heard yet. */
async function behind(
  { ts = "" }: Found,
  channel: string,
  threads: readonly RecentThread[],
  workspace: Workspace,
): Promise<readonly object[]> {
  const { clients, self } = workspace;
  const thread = threadOf(self.team, channel, ts, undefined);
  if (threads.some((known) => known.thread === thread)) return [];
  const found = await read((page) => clients.read.conversations.replies({ channel, ts, ...page }), ts, workspace);
  return found.map((message) => eventOf(message, channel));
}

/** Slack leaves out of an answer in which channel it was said. */
function eventOf(message: Found, channel: string): object {
  return { type: "message", ...message, channel };
}

/** What Slack gives of a place, oldest first; nothing where it does not give it. */
async function read(ask: Ask, oldest: string, workspace: Workspace): Promise<readonly Found[]> {
  const { clock, closing, pace, log } = workspace;
  const found: Found[] = [];
  let cursor: string | undefined = "";
  for (let page = 0; page < mostPages && cursor !== undefined && !closing.aborted; page++) {
    const wanted: Parameters<Ask>[0] = { oldest, limit: pageSize, ...(cursor === "" ? {} : { cursor }) };
    const answer = await patiently(() => ask(wanted), workspace);
    found.push(...(answer?.messages ?? []));
    cursor = answer?.response_metadata?.next_cursor || undefined;
    await clock.wait(pace.betweenEdits, closing);
  }
  if (cursor !== undefined && !closing.aborted)
    log.warn(`More was said on Slack meanwhile than is read of one place: ${found.length} messages were`);
  // The opening message of a thread comes with every page.
  return found
    .filter(({ ts }) => Number(ts) > Number(oldest))
    .toSorted((one, other) => Number(one.ts) - Number(other.ts));
}

/** Undefined where Slack refuses, or gives no answer for long. */
async function patiently<Answer>(ask: () => Promise<Answer>, workspace: Workspace): Promise<Answer | undefined> {
  const { clock, closing, pace, log } = workspace;
  for (let attempt = 1; attempt <= mostAttempts && !closing.aborted; ) {
    try {
      return await ask();
    } catch (error) {
      const fault = faultOf(error);
      log.warn(`What was said on Slack meanwhile could not be read: ${saidBy(error)}`);
      if (fault.kind === "refused") return undefined;
      await clock.wait(fault.kind === "limited" ? fault.retryAfterMs : pace.again * 2 ** attempt++, closing);
    }
  }
  return undefined;
}
