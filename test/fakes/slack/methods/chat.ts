import type { Arguments } from "../arguments.ts";
import { checkBlocks } from "../blocks.ts";
import type { Json, SlackMessage } from "../message.ts";
import { Refusal } from "../refusal.ts";
import { bot, team } from "../workspace.ts";
import { joinedChannel, type Method, namedMessage, type Office } from "./method.ts";

const cutAt = 40_000;

export const chat: Readonly<Record<string, Method>> = {
  "chat.postMessage": { scope: "chat:write", answer: post },
  "chat.update": { scope: "chat:write", answer: update },
  "chat.delete": { scope: "chat:write", answer: remove },
  "chat.postEphemeral": { scope: "chat:write", answer: whisper },
};

function post(args: Arguments, office: Office): Json {
  const channel = joinedChannel(args, office);
  const thread = args.maybe("thread_ts");
  if (thread !== undefined && office.workspace.find(channel.id, thread) === undefined) {
    throw new Refusal("thread_not_found");
  }
  const metadata = checkedMetadata(args);
  const message: SlackMessage = {
    type: "message",
    channel: channel.id,
    ts: office.workspace.nextTs(),
    user: bot.user,
    bot_id: bot.id,
    team,
    ...written(args),
    ...(thread === undefined ? {} : { thread_ts: thread }),
    ...(metadata === undefined ? {} : { metadata }),
  };
  office.workspace.put(message);
  office.announcer.posted(message);
  if (thread !== undefined) office.workspace.setStatus(channel.id, thread, "");
  return { channel: channel.id, ts: message.ts, message };
}

function update(args: Arguments, office: Office): Json {
  const before = ownMessage(args, office, "cant_update_message");
  const after: SlackMessage = {
    ...before,
    ...written(args),
    edited: { user: bot.user, ts: office.workspace.nextTs() },
  };
  office.workspace.put(after);
  office.announcer.changed(before, after);
  return { channel: after.channel, ts: after.ts, text: after.text, message: after };
}

function remove(args: Arguments, office: Office): Json {
  const message = ownMessage(args, office, "cant_delete_message");
  office.workspace.remove(message);
  office.announcer.deleted(message);
  return { channel: message.channel, ts: message.ts };
}

function whisper(args: Arguments, office: Office): Json {
  const channel = joinedChannel(args, office);
  const thread = args.maybe("thread_ts");
  const { text, blocks = [] } = written(args);
  office.workspace.whispers.push({
    channel: channel.id,
    user: args.needed("user"),
    text,
    blocks,
    ...(thread === undefined ? {} : { thread }),
  });
  office.workspace.changed();
  return { message_ts: office.workspace.nextTs() };
}

function ownMessage(args: Arguments, office: Office, error: string): SlackMessage {
  joinedChannel(args, office);
  const message = namedMessage(args, office, "ts");
  if (message.bot_id !== bot.id) throw new Refusal(error);
  return message;
}

/** The text and blocks of a call, as Slack keeps them. */
function written(args: Arguments): { readonly text: string; readonly blocks?: readonly Json[] } {
  const blocks = args.json<readonly Json[]>("blocks");
  const text = args.maybe("text") ?? "";
  if (text === "" && (blocks === undefined || blocks.length === 0)) throw new Refusal("no_text");
  if (blocks === undefined) return { text: text.slice(0, cutAt), blocks: [] };
  checkBlocks(blocks);
  return { text: text.slice(0, cutAt), blocks };
}

function checkedMetadata(args: Arguments): Json | undefined {
  const metadata = args.json<Json>("metadata");
  if (metadata === undefined) return undefined;
  const { event_type: type, event_payload: payload } = metadata;
  if (typeof type !== "string" || typeof payload !== "object") throw new Refusal("invalid_metadata_format");
  return metadata;
}
