import type { Json, SlackMessage } from "./message.ts";
import type { Workspace } from "./workspace.ts";

/** A message as people see it. */
export interface Shown {
  readonly channel: string;
  readonly ts: string;
  readonly thread: string | undefined;
  readonly by: string;
  readonly bot: boolean;
  /** Of all blocks, or the plain text where there are none. */
  readonly text: string;
  readonly buttons: readonly Json[];
  readonly files: readonly ShownFile[];
  readonly reactions: readonly string[];
  readonly edited: boolean;
  /** What in it pings people or leads them to a channel. */
  readonly pings: readonly string[];
}

interface ShownFile {
  readonly id: string;
  readonly name: string;
  readonly mime: string;
  readonly alt: string;
  readonly bytes: Uint8Array;
}

export function shown(message: SlackMessage, workspace: Workspace): Shown {
  const blocks = message.blocks ?? [];
  const ids = (message.files ?? []).map(({ id }) => String(id));
  return {
    channel: message.channel,
    ts: message.ts,
    thread: message.thread_ts,
    by: workspace.users.get(message.user)?.name ?? message.user,
    bot: message.bot_id !== undefined,
    text: blocks.length === 0 ? message.text : blocks.map(blockText).filter(Boolean).join("\n"),
    buttons: blocks.flatMap((block) => (block["type"] === "actions" ? (block["elements"] as readonly Json[]) : [])),
    files: ids.flatMap((id) => shownFile(id, workspace)),
    reactions: (message.reactions ?? []).map(({ name }) => name),
    edited: message.edited !== undefined,
    pings: pingsOf(message),
  };
}

function pingsOf(message: SlackMessage): readonly string[] {
  const written = [message.text, JSON.stringify(message.blocks ?? [])].join("\n");
  return written.match(/<(?:!(?:channel|here|everyone|subteam)[^>]*|[@#][A-Z0-9]+[^>]*)>/g) ?? [];
}

function shownFile(id: string, workspace: Workspace): readonly ShownFile[] {
  const file = workspace.files.get(id);
  if (file?.bytes === undefined) return [];
  const { name, mime, alt, bytes } = file;
  return [{ id, name, mime, alt, bytes }];
}

function blockText(block: Json): string {
  if (block["type"] === "actions") return "";
  if (typeof block["text"] === "string") return block["text"];
  const parts = [block["text"], ...((block["elements"] as readonly Json[] | undefined) ?? [])];
  return parts.map(innerText).join("");
}

function innerText(part: unknown): string {
  if (typeof part !== "object" || part === null) return "";
  const { text, elements } = part as { text?: unknown; elements?: readonly unknown[] };
  return typeof text === "string" ? text : (elements ?? []).map(innerText).join("");
}
