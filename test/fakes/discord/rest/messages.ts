import {
  MessageCreateRequestSchema,
  MessageEditRequestPartialSchema,
  MessageResponseSchema,
} from "discord-api-spec/zod";
import { type Channel, type Message, flags as messageFlags } from "../entities.ts";
import { blank, intents, readable } from "../gateway/intents.ts";
import { numbered } from "../posting.ts";
import { need, speakRight } from "../rights.ts";
import { messageWire } from "../wire/messages.ts";
import type { World } from "../world.ts";
import type { Call, MessageBody } from "./call.ts";
import { refuse } from "./refusal.ts";
import { noContent, type Route, type Site } from "./route.ts";
import { attachmentsOf } from "./uploads.ts";

/** For how long Discord knows a nonce again; its documents say "the past few minutes". */
const nonceMs = 3 * 60_000;
const changeable = messageFlags.suppressEmbeds;
const bucket = ([channel]: readonly string[]) => ({ key: `messages:${channel}`, limit: 5, windowMs: 5_000 });

export const messageRoutes: readonly Route[] = [
  { method: "GET", path: /^\/channels\/(\d+)\/messages$/, answer: list },
  {
    method: "POST",
    path: /^\/channels\/(\d+)\/messages$/,
    request: MessageCreateRequestSchema,
    bucket,
    answer: create,
  },
  { method: "GET", path: /^\/channels\/(\d+)\/messages\/(\d+)$/, answer: one },
  {
    method: "PATCH",
    path: /^\/channels\/(\d+)\/messages\/(\d+)$/,
    request: MessageEditRequestPartialSchema,
    bucket,
    answer: edit,
  },
  { method: "DELETE", path: /^\/channels\/(\d+)\/messages\/(\d+)$/, answer: remove },
];

/** Discord's schema allows 4,000, which are for those who pay. */
function checkContent(body: MessageBody): void {
  if ((body.content?.length ?? 0) <= 2000) return;
  const fault = { code: "BASE_TYPE_MAX_LENGTH", message: "Must be 2000 or fewer in length." };
  refuse(400, 50035, "Invalid Form Body", { errors: { content: { _errors: [fault] } } });
}

export function shown(world: World, message: Message): object {
  return world.judge.payload("message", MessageResponseSchema, messageWire(world, message));
}

function list({ world }: Site, { query }: Call, id = "") {
  const channel = world.channel(id);
  need(world, channel, "ReadMessageHistory");
  const limit = Number(query.get("limit") ?? 50);
  const [before, after] = [query.get("before"), query.get("after")];
  const all = world.messages(id).filter(({ onlyFor }) => onlyFor === undefined);
  const fitting = all.filter(
    (message) =>
      (before === null || BigInt(message.id) < BigInt(before)) &&
      (after === null || BigInt(message.id) > BigInt(after)),
  );
  const page = after === null ? fitting.slice(-limit) : fitting.slice(0, limit);
  return { status: 200, body: page.toReversed().map((message) => read(world, message)) };
}

function one({ world }: Site, _call: Call, channel = "", id = "") {
  need(world, world.channel(channel), "ReadMessageHistory");
  return { status: 200, body: read(world, world.message(channel, id)) };
}

/** Without the privileged intent REST is as silent about the content as the gateway. */
function read(world: World, message: Message): object {
  const asked = world.messageContent ? intents.messageContent : 0;
  return { ...shown(world, message), ...(readable(world, message, asked) ? {} : blank) };
}

async function create({ world, posting }: Site, call: Call, id = "") {
  const channel = world.channel(id);
  need(world, channel, speakRight(channel), ...(call.files.size > 0 ? (["AttachFiles"] as const) : []));
  if (channel.kind === "forum") refuse(400, 50008, "Cannot send messages in a non-text channel");
  if (channel.locked) refuse(403, 50083, "Thread is archived");
  const body = call.body as MessageBody;
  const known = body.enforce_nonce === true ? sameNonce(world, channel, body.nonce) : undefined;
  if (known !== undefined) return { status: 200, body: answerTo(world, known) };
  const message = posting.post({ channel: id, author: world.bot, ...(await partsOf(world, call)) });
  return { status: 200, body: answerTo(world, message) };
}

/** What a request for a new message makes of it. */
export async function partsOf(world: World, call: Call) {
  const body = call.body as MessageBody;
  checkContent(body);
  const attachments = await attachmentsOf(world, call);
  const { content, flags, components, nonce, message_reference: reference } = body;
  if (!content && attachments.length === 0 && (components ?? []).length === 0) {
    refuse(400, 50006, "Cannot send an empty message");
  }
  return {
    content: content?.trim() ?? "",
    attachments,
    flags: flags ?? 0,
    components: numbered(components ?? []),
    allowedMentions: body.allowed_mentions ?? undefined,
    ...(nonce === undefined || nonce === null ? {} : { nonce }),
    ...(reference
      ? { type: 19, replyTo: { channel: call.path.split("/")[2] ?? "", message: reference.message_id } }
      : {}),
  };
}

function sameNonce(world: World, { id }: Channel, nonce: MessageBody["nonce"]): Message | undefined {
  return world
    .messages(id)
    .find((message) => message.nonce === nonce && message.author === world.bot && world.now() - message.at < nonceMs);
}

function answerTo(world: World, message: Message): object {
  return { ...shown(world, message), ...(message.nonce === undefined ? {} : { nonce: message.nonce }) };
}

async function edit(site: Site, call: Call, channel = "", id = "") {
  const { world } = site;
  need(world, world.channel(channel));
  const message = world.message(channel, id);
  if (message.author.id !== world.bot.id) refuse(403, 50005, "Cannot edit a message authored by another user");
  if (world.channel(channel).archived) refuse(400, 50083, "Thread is archived");
  return { status: 200, body: await change(site, call, message) };
}

export async function change({ world, posting }: Site, call: Call, message: Message): Promise<object> {
  const body = call.body as MessageBody;
  checkContent(body);
  const { content, components, flags } = body;
  posting.edit(message, {
    attachments: await attachmentsOf(world, call, message),
    ...(content === undefined ? {} : { content: content?.trim() ?? "" }),
    ...(components === undefined ? {} : { components: numbered(components ?? []) }),
    // An edit can take up and give up the previews of links, and nothing else.
    ...(flags === undefined || flags === null ? {} : { flags: (message.flags & ~changeable) | (flags & changeable) }),
  });
  return shown(world, message);
}

function remove({ world, posting }: Site, _call: Call, channel = "", id = "") {
  const message = world.message(channel, id);
  if (message.author.id !== world.bot.id) need(world, world.channel(channel), "ManageMessages");
  if (world.channel(channel).archived) refuse(400, 50083, "Thread is archived");
  posting.delete(message);
  return noContent;
}
