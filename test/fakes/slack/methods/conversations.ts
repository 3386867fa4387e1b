import type { Arguments } from "../arguments.ts";
import type { Json, SlackChannel, SlackMessage } from "../message.ts";
import { Refusal } from "../refusal.ts";
import { bot } from "../workspace.ts";
import { joinedChannel, knownChannel, type Method, type Office } from "./method.ts";

export const conversations: Readonly<Record<string, Method>> = {
  "conversations.replies": { scope: "channels:history", answer: replies },
  "conversations.history": { scope: "channels:history", answer: history },
  "conversations.info": { scope: "channels:read", answer: info },
  "conversations.open": { scope: "im:write", answer: open },
};

function replies(args: Arguments, office: Office): Json {
  const channel = joinedChannel(args, office);
  const [opening, ...answers] = office.workspace.thread(channel.id, args.needed("ts"));
  if (opening === undefined) throw new Refusal("thread_not_found");
  return page(answers, args, opening);
}

function history(args: Arguments, office: Office): Json {
  const channel = joinedChannel(args, office);
  const inChannel = office.workspace.messages.filter(
    ({ channel: within, ts, thread_ts: thread = ts, subtype }) =>
      within === channel.id && (thread === ts || subtype === "thread_broadcast"),
  );
  return page(inChannel.toReversed(), args);
}

/** @param opening comes with every page, whatever was asked for */
function page(messages: readonly SlackMessage[], args: Arguments, opening?: SlackMessage): Json {
  const from = Number(args.maybe("cursor") ?? 0);
  const limit = Math.min(Number(args.maybe("limit") ?? 100), 999);
  const oldest = args.maybe("oldest") ?? "0";
  const latest = args.maybe("latest") ?? "9";
  const wanted = messages.filter(({ ts }) => ts > oldest && ts < latest);
  const shown = [...(opening === undefined ? [] : [opening]), ...wanted.slice(from, from + limit)];
  const more = from + limit < wanted.length;
  const withMetadata = args.maybe("include_all_metadata") === "true";
  return {
    messages: withMetadata ? shown : shown.map(withoutMetadata),
    has_more: more,
    response_metadata: { next_cursor: more ? String(from + limit) : "" },
  };
}

function withoutMetadata({ metadata: _metadata, ...message }: SlackMessage): Json {
  return message;
}

function info(args: Arguments, { workspace }: Office): Json {
  return { channel: wireChannel(knownChannel(args, workspace)) };
}

function open(args: Arguments, { workspace }: Office): Json {
  const user = args.needed("users");
  if (!workspace.users.has(user)) throw new Refusal("user_not_found");
  if (user === bot.user) throw new Refusal("cannot_dm_bot");
  const id = `D${user.slice(1)}`;
  if (!workspace.channels.has(id)) workspace.addChannel(id, user, "im");
  return { channel: { id } };
}

function wireChannel({ id, name, kind, member, archived }: SlackChannel): Json {
  return {
    id,
    name,
    is_channel: kind === "channel",
    is_group: kind === "group",
    is_im: kind === "im",
    is_member: member,
    is_archived: archived,
  };
}
