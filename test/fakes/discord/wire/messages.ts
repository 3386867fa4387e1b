import { type Attachment, flags, type Message } from "../entities.ts";
import { mentionedRoles, mentionedUsers } from "../mentions.ts";
import type { World } from "../world.ts";
import { channelTypes, channelWire } from "./channels.ts";
import { memberWire, userWire } from "./users.ts";

/** A message as REST gives it. The nonce is only in the answer to its post and in the event. */
export function messageWire(world: World, message: Message): object {
  const { id, channel, author, content, at, editedAt, attachments, components, type } = message;
  const users = mentionedUsers(world, content).flatMap((user) => world.users.get(user) ?? []);
  const thread = message.flags & flags.hasThread ? world.channels.get(id) : undefined;
  return {
    id,
    type,
    channel_id: channel,
    author: userWire(author),
    content,
    timestamp: new Date(at).toISOString(),
    edited_timestamp: editedAt === undefined ? null : new Date(editedAt).toISOString(),
    tts: false,
    mention_everyone: message.pings.includes("everyone"),
    mentions: users.map((user) => userWire(user)),
    mention_roles: mentionedRoles(world, content),
    attachments: attachments.map((attachment) => attachmentWire(world, channel, attachment)),
    embeds: [],
    components,
    pinned: false,
    flags: message.flags,
    ...references(world, message),
    ...(thread === undefined ? {} : { thread: channelWire(world, thread) }),
  };
}

/** A message as the gateway tells of it. */
export function messageEvent(world: World, message: Message): object {
  const { nonce, author, channel } = message;
  const { kind } = world.channel(channel);
  const inGuild = kind !== "dm";
  const { user: _, ...member } = { user: undefined, ...memberWire(world, author) };
  return {
    ...messageWire(world, message),
    // Without it discord.js makes no channel of a direct message, and says nothing.
    channel_type: channelTypes[kind],
    ...(nonce === undefined ? {} : { nonce }),
    ...(inGuild ? { guild_id: world.guild, member } : {}),
  };
}

export function attachmentUrl(world: World, channel: string, { id, name }: Attachment): string {
  return `${world.base}/attachments/${channel}/${id}/${encodeURIComponent(name)}`;
}

function attachmentWire(world: World, channel: string, attachment: Attachment): object {
  const { id, name, mime, bytes, description, size } = attachment;
  const url = attachmentUrl(world, channel, attachment);
  const alt = description === undefined ? {} : { description };
  return {
    id,
    filename: name,
    size: bytes.length,
    url: `${url}?ex=1&is=1&hm=1`,
    proxy_url: url,
    content_type: mime,
    ...size,
    ...alt,
  };
}

function references(world: World, { replyTo, webhook, interaction }: Message): object {
  const replied = replyTo && world.messages(replyTo.channel).find(({ id }) => id === replyTo.message);
  const reference = replyTo && { type: 0, channel_id: replyTo.channel, message_id: replyTo.message };
  const quoted = replied === undefined ? null : messageWire(world, replied);
  const answers = interaction && {
    id: interaction.id,
    type: 2,
    user: userWire(interaction.user),
    authorizing_integration_owners: { 0: world.guild },
  };
  return {
    ...(reference === undefined
      ? {}
      : { message_reference: { ...reference, guild_id: world.guild }, referenced_message: quoted }),
    ...(webhook === undefined ? {} : { webhook_id: webhook, application_id: webhook }),
    ...(answers === undefined ? {} : { interaction_metadata: answers }),
  };
}
