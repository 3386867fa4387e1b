import { z } from "zod";
import { slackFile } from "./slack-file.ts";

const parts = z.object({
  subtype: z.string().optional(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  text: z.string().nullish(),
  ts: z.string().optional(),
  thread_ts: z.string().optional(),
  files: z.array(slackFile).optional(),
  edited: z.object({ user: z.string().optional() }).optional(),
});
const message = parts.transform(inThread);
const event = parts
  .extend({
    type: z.enum(["message", "app_mention"]),
    channel: z.string(),
    ts: z.string(),
    message: message.optional(),
    previous_message: message.optional(),
  })
  .transform(inThread);

export type SlackEvent = z.infer<typeof event>;

/** What an event says of a message, as far as people wrote it. */
export type Told =
  | { readonly kind: "said"; readonly message: SlackEvent; readonly user: string }
  | ({ readonly kind: "edited"; readonly text: string } & Where)
  | ({ readonly kind: "deleted" } & Where)
  | { readonly kind: "nothing" };

interface Where {
  readonly channel: string;
  readonly ts: string;
  readonly thread: string | undefined;
  readonly user: string;
}

const nothing: Told = { kind: "nothing" };
const spoken = new Set<string | undefined>([undefined, "file_share", "thread_broadcast"]);

/** @param bot the bot's own user, who is never heard */
export function readEvent(payload: unknown, bot: string): Told {
  const read = event.safeParse(payload).data;
  if (read === undefined) return nothing;
  if (read.subtype === "message_changed") return readChange(read, bot);
  if (read.subtype === "message_deleted") return whereOf("deleted", read.channel, read.previous_message, bot);
  const byPerson = read.bot_id === undefined && read.user !== undefined && read.user !== bot;
  return byPerson && spoken.has(read.subtype) ? { kind: "said", message: read, user: read.user ?? "" } : nothing;
}

function readChange({ channel, message: after, previous_message: before }: SlackEvent, bot: string): Told {
  // A message that others answered in its thread is not taken away but replaced.
  if (after?.subtype === "tombstone") return whereOf("deleted", channel, before, bot);
  // Slack changes messages itself, when it unfolds their links.
  if (after?.text === before?.text) return nothing;
  const where = whereOf("deleted", channel, after, bot);
  if (where.kind !== "deleted") return nothing;
  return { ...where, kind: "edited", text: after?.text ?? "", user: after?.edited?.user ?? where.user };
}

function whereOf(
  kind: "deleted",
  channel: string,
  about: z.infer<typeof message> | undefined,
  bot: string,
): Extract<Told, { readonly kind: "deleted" | "nothing" }> {
  const { user, ts, bot_id: otherBot, thread_ts: thread } = about ?? {};
  if (user === undefined || ts === undefined || otherBot !== undefined || user === bot) return { kind: "nothing" };
  return { kind, channel, ts, thread, user };
}

/** Slack says of a message that was answered that it stands in its own thread. */
function inThread<Message extends z.infer<typeof parts>>(told: Message): Message {
  return told.thread_ts === told.ts ? { ...told, thread_ts: undefined } : told;
}
