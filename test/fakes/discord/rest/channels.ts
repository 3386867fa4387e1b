import {
  CreatedThreadResponseSchema,
  CreatePrivateChannelRequestSchema,
  CreateTextThreadWithMessageRequestSchema,
  GuildChannelResponseSchema,
  PrivateChannelResponseSchema,
  ThreadResponseSchema,
  UpdateThreadRequestPartialSchema,
} from "discord-api-spec/zod";
import type { Channel } from "../entities.ts";
import { need, speakRight } from "../rights.ts";
import { channelWire } from "../wire/channels.ts";
import type { World } from "../world.ts";
import type { Call } from "./call.ts";
import { refuse } from "./refusal.ts";
import { noContent, type Route, type Site } from "./route.ts";

interface ThreadChange {
  readonly name?: string;
  readonly archived?: boolean;
  readonly locked?: boolean;
}

const reactions = ([channel]: readonly string[]) => ({ key: `reactions:${channel}`, limit: 1, windowMs: 250 });
const reaction = /^\/channels\/(\d+)\/messages\/(\d+)\/reactions\/([^/]+)\/@me$/;

export const channelRoutes: readonly Route[] = [
  { method: "GET", path: /^\/channels\/(\d+)$/, answer: show },
  { method: "PATCH", path: /^\/channels\/(\d+)$/, request: UpdateThreadRequestPartialSchema, answer: changeThread },
  { method: "POST", path: /^\/channels\/(\d+)\/typing$/, answer: type },
  { method: "PUT", path: reaction, bucket: reactions, answer: react },
  { method: "DELETE", path: reaction, bucket: reactions, answer: unreact },
  { method: "PUT", path: /^\/channels\/(\d+)\/thread-members\/@me$/, answer: () => noContent },
  {
    method: "POST",
    path: /^\/channels\/(\d+)\/messages\/(\d+)\/threads$/,
    request: CreateTextThreadWithMessageRequestSchema,
    answer: openThread,
  },
  { method: "POST", path: /^\/users\/@me\/channels$/, request: CreatePrivateChannelRequestSchema, answer: openDirect },
];

const schemas = {
  dm: PrivateChannelResponseSchema,
  thread: ThreadResponseSchema,
  text: GuildChannelResponseSchema,
  forum: GuildChannelResponseSchema,
} as const;

function shown(world: World, channel: Channel): object {
  return world.judge.payload("channel", schemas[channel.kind], channelWire(world, channel));
}

function show({ world }: Site, _call: Call, id = "") {
  const channel = world.channel(id);
  need(world, channel);
  return { status: 200, body: shown(world, channel) };
}

function changeThread({ world, posting }: Site, { body }: Call, id = "") {
  const thread = world.channel(id);
  const { name, archived, locked } = body as ThreadChange;
  const onlyOpens = name === undefined && locked === undefined && archived === false;
  if (thread.locked || !onlyOpens) {
    if (thread.owner !== world.bot.id) need(world, thread, "ManageThreads");
  } else need(world, thread, speakRight(thread));
  if (thread.archived && archived !== false) refuse(400, 50083, "Thread is archived");
  Object.assign(thread, {
    ...(name === undefined ? {} : { name }),
    ...(archived === undefined ? {} : { archived }),
    ...(locked === undefined ? {} : { locked }),
  });
  posting.threadChanged(thread);
  return { status: 200, body: shown(world, thread) };
}

function type({ world }: Site, _call: Call, id = "") {
  const channel = world.channel(id);
  need(world, channel, speakRight(channel));
  world.changes.tell({ kind: "typing", channel: id });
  return noContent;
}

function react({ world }: Site, _call: Call, channel = "", id = "", emoji = "") {
  need(world, world.channel(channel), "ReadMessageHistory", "AddReactions");
  const message = world.message(channel, id);
  if (world.channel(channel).archived) refuse(400, 50083, "Thread is archived");
  message.reactions.set(emoji, (message.reactions.get(emoji) ?? new Set()).add(world.bot.id));
  world.changes.tell({ kind: "reacted", channel, message: id });
  return noContent;
}

function unreact({ world }: Site, _call: Call, channel = "", id = "", emoji = "") {
  const message = world.message(channel, id);
  message.reactions.get(emoji)?.delete(world.bot.id);
  world.changes.tell({ kind: "reacted", channel, message: id });
  return noContent;
}

function openThread({ world, posting }: Site, { body }: Call, parent = "", id = "") {
  const channel = world.channel(parent);
  need(world, channel);
  if (channel.kind !== "text") refuse(400, 50024, "Cannot execute action on this channel type");
  need(world, channel, "CreatePublicThreads");
  const message = world.message(parent, id);
  if (world.channels.has(id)) refuse(400, 160004, "A thread has already been created for this message");
  const { name } = body as { readonly name: string };
  const thread = posting.openThread(channel, name, world.bot.id, message);
  return { status: 201, body: world.judge.payload("thread", CreatedThreadResponseSchema, channelWire(world, thread)) };
}

function openDirect({ world }: Site, { body }: Call) {
  const { recipient_id: person = "" } = body as { readonly recipient_id?: string };
  if (!world.users.has(person)) refuse(400, 50033, "Invalid Recipient(s)");
  const known = [...world.channels.values()].find(({ kind, owner }) => kind === "dm" && owner === person);
  return { status: 200, body: shown(world, known ?? world.addChannel({ kind: "dm", name: "", owner: person })) };
}
