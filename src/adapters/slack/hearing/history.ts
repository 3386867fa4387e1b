import type { Earlier } from "../../../core/adapter.ts";
import type { DeliveryId, ThreadId } from "../../../core/ids.ts";
import { tsOf, whereIs } from "../place.ts";
import type { Workspace } from "../wire/workspace.ts";
import type { People } from "./people.ts";
import { readEvent, type SlackEvent } from "./slack-event.ts";
import { fileSource } from "./slack-file.ts";
import { namedIn, readText } from "./slack-text.ts";

const pageSize = 200;
/** A thread that is longer is read from its beginning this far only. */
const mostPages = 10;

/** What people said in a thread before a message, oldest first. */
export async function history(
  workspace: Workspace,
  people: People,
  thread: ThreadId,
  before: DeliveryId,
  limit: number,
): Promise<readonly Earlier[]> {
  const { channel, ts } = whereIs(thread);
  const latest = tsOf(before);
  if (limit <= 0 || latest === ts) return [];
  const messages =
    ts === undefined
      ? await inChannel(workspace, channel, latest, limit)
      : await inThread(workspace, channel, ts, latest);
  const said = messages.flatMap((message) => spokenOf(message, channel, workspace.self.user));
  const newest = said.filter((message) => Number(message.ts) < Number(latest)).slice(-limit);
  return Promise.all(newest.map((message) => earlierOf(message, workspace, people)));
}

async function inChannel({ clients }: Workspace, channel: string, latest: string, limit: number) {
  const { messages = [] } = await clients.read.conversations.history({
    channel,
    latest,
    limit: Math.min(limit * 2, 200),
  });
  return messages.toReversed();
}

async function inThread({ clients }: Workspace, channel: string, ts: string, latest: string): Promise<unknown[]> {
  const found: unknown[] = [];
  let cursor = "";
  for (let page = 0; page < mostPages; page++) {
    const asked = { channel, ts, latest, limit: pageSize, ...(cursor === "" ? {} : { cursor }) };
    const { messages = [], response_metadata: more } = await clients.read.conversations.replies(asked);
    // The opening message comes with every page.
    found.push(...messages.filter((message) => page === 0 || message.ts !== ts));
    cursor = more?.next_cursor ?? "";
    if (cursor === "") break;
  }
  return found;
}

/** Of people only, also where Slack leaves out of an answer in which channel it was said. */
function spokenOf(message: unknown, channel: string, bot: string): readonly SlackEvent[] {
  const told = readEvent({ type: "message", ...(message as object), channel }, bot);
  return told.kind === "said" ? [told.message] : [];
}

async function earlierOf(message: SlackEvent, workspace: Workspace, people: People): Promise<Earlier> {
  const { self } = workspace;
  const { text, files, user = "", ts } = message;
  const named = namedIn(text ?? "").map(async (id) => {
    return [id, id === self.user ? self.name : (await people.get(id)).name] as const;
  });
  return {
    person: await people.get(user),
    text: readText(text ?? "", new Map(await Promise.all(named))),
    files: (files ?? []).map((file) => fileSource(file, workspace)),
    at: Number(ts) * 1000,
  };
}
