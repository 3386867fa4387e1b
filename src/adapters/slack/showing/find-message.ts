import type { ReplyRef } from "../../../core/ids.ts";
import type { Place } from "../place.ts";
import type { Workspace } from "../wire/workspace.ts";

const eventType = "threadbook_message";
const pages = 5;
const pageSize = 200;
/** How much later than ours Slack's clock may be, or earlier. */
const clocksApartMs = 120_000;

/** What every message of the bot carries unseen, so that it can be found again. */
export function metadataOf(ref: ReplyRef, key: string) {
  return { event_type: eventType, event_payload: { ref, key } };
}

/** Looks for the message of an answer. @returns its timestamp, or undefined when Slack has none */
export async function findMessage(
  { clients: { read } }: Workspace,
  { channel, thread }: Place,
  wanted: { readonly ref: ReplyRef; readonly key: string; readonly since: number },
): Promise<string | undefined> {
  const oldest = `${Math.max(0, wanted.since - clocksApartMs) / 1000}`;
  const asked = { channel, oldest, limit: pageSize, include_all_metadata: true };
  let cursor = "";
  for (let page = 0; page < pages; page++) {
    const next = cursor === "" ? asked : { ...asked, cursor };
    const answer =
      thread === undefined
        ? await read.conversations.history(next)
        : await read.conversations.replies({ ...next, ts: thread });
    const found = answer.messages?.find(({ metadata }) => isOf(metadata, wanted));
    cursor = answer.response_metadata?.next_cursor ?? "";
    if (found !== undefined || cursor === "") return found?.ts;
  }
  return undefined;
}

function isOf(metadata: unknown, { ref, key }: { readonly ref: ReplyRef; readonly key: string }): boolean {
  const { event_type: type, event_payload: payload } = (metadata ?? {}) as Partial<ReturnType<typeof metadataOf>>;
  return type === eventType && payload?.ref === ref && payload.key === key;
}
