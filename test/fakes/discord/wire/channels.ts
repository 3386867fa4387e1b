import type { Channel } from "../entities.ts";
import { rightBits } from "../rights.ts";
import type { World } from "../world.ts";
import { userWire } from "./users.ts";

export const channelTypes = { text: 0, dm: 1, thread: 11, forum: 15 } as const;

export function channelWire(world: World, channel: Channel): object {
  const { id, kind, name, lastMessage } = channel;
  const common = { id, type: channelTypes[kind], last_message_id: lastMessage ?? null, flags: 0 };
  if (kind === "dm") return { ...common, recipients: [channel.owner].map((user) => userOf(world, user)) };
  const inGuild = { ...common, guild_id: world.guild, name, rate_limit_per_user: 0 };
  if (kind === "thread") return { ...inGuild, ...threadParts(world, channel) };
  const overwrites = denials(world, channel);
  const forum = { available_tags: [], default_reaction_emoji: null, default_sort_order: null, default_forum_layout: 0 };
  return {
    ...inGuild,
    position: 0,
    parent_id: null,
    nsfw: false,
    topic: null,
    permission_overwrites: overwrites,
    ...(kind === "forum" ? forum : {}),
  };
}

function threadParts(world: World, channel: Channel): object {
  const { id, parent, owner, archived, locked, createdAt } = channel;
  const created = new Date(createdAt).toISOString();
  const count = world.messages(id).length;
  return {
    parent_id: parent,
    owner_id: owner,
    message_count: count,
    member_count: 2,
    total_message_sent: count,
    thread_metadata: {
      archived,
      locked,
      auto_archive_duration: 4320,
      archive_timestamp: created,
      create_timestamp: created,
      invitable: true,
    },
    member: { id, user_id: world.bot.id, join_timestamp: created, flags: 0 },
  };
}

function denials(world: World, { denied }: Channel): readonly object[] {
  if (denied.size === 0) return [];
  const deny = [...denied].reduce((bits, right) => bits | rightBits[right], 0n);
  return [{ id: world.bot.id, type: 1, allow: "0", deny: `${deny}` }];
}

function userOf(world: World, id: string): object {
  const user = world.users.get(id);
  if (user === undefined) throw new Error(`Expected a user ${id}.`);
  return userWire(user);
}
