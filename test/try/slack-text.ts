import type { Json, SlackMessage } from "../fakes/slack/message.ts";
import { shown } from "../fakes/slack/shown.ts";
import { bot, type Workspace } from "../fakes/slack/workspace.ts";
import type { FileView, MessageView } from "./room.ts";

const encoded: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const decoded = new Map(Object.entries(encoded).map(([sign, entity]) => [entity, sign]));
const emoji: Readonly<Record<string, string>> = { eyes: "👀" };

/** What Slack makes of what a person types. */
export function typed(text: string, mention: boolean): string {
  return `${mention ? `<@${bot.user}> ` : ""}${text.replaceAll(/[&<>]/g, (sign) => encoded[sign] ?? sign)}`;
}

export function messageView(message: SlackMessage, workspace: Workspace): MessageView {
  const seen = shown(message, workspace);
  return {
    id: message.ts,
    by: seen.by,
    bot: seen.bot,
    at: Number(message.ts) * 1000,
    text: readText(seen.text, message.blocks ?? [], workspace),
    buttons: seen.buttons.map(labelOf),
    files: seen.files.map(
      ({ id, name, mime, alt, bytes }): FileView => ({ key: id, name, mime, alt, sizeBytes: bytes.length }),
    ),
    reactions: seen.reactions.map((name) => emoji[name] ?? `:${name}:`),
    edited: seen.edited,
    waiting: false,
    secret: false,
  };
}

/** Markdown blocks hold text as it is; everywhere else Slack has entities. Names stand for ids in both. */
export function readText(text: string, blocks: readonly Json[], { users }: Workspace): string {
  const isMarkdown = blocks.some(({ type }) => type === "markdown");
  const named = text.replaceAll(/<@([A-Z0-9]+)>/g, (_whole, id: string) => `@${users.get(id)?.name ?? id}`);
  return isMarkdown ? named : named.replaceAll(/&(?:amp|lt|gt);/g, (entity) => decoded.get(entity) ?? entity);
}

function labelOf(button: Json): string {
  const { text } = button["text"] as { readonly text?: string };
  return text ?? "";
}
