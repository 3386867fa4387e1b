import {
  GuildChannelResponseSchema,
  GuildMemberResponseSchema,
  GuildRoleResponseSchema,
  ThreadResponseSchema,
} from "discord-api-spec/zod";
import { allRights } from "../rights.ts";
import type { World } from "../world.ts";
import { channelWire } from "./channels.ts";
import { memberWire } from "./users.ts";

/** GUILD_CREATE: the parser of discord.js needs every list in it, the @everyone role and the bot among the members. */
export function guildWire(world: World): object {
  const { judge } = world;
  const channels = [...world.channels.values()].filter(({ kind }) => kind === "text" || kind === "forum");
  const threads = [...world.channels.values()].filter(({ kind, archived }) => kind === "thread" && !archived);
  const everyone = roleWire(world.guild, "@everyone", 0n);
  const own = {
    ...roleWire(world.botRole, "threadbook", world.granted),
    managed: true,
    tags: { bot_id: world.bot.id },
  };
  return {
    ...fixedParts,
    id: world.guild,
    owner_id: world.owner.id,
    member_count: world.users.size,
    roles: [everyone, own, roleWire(world.moderatorRole, "moderators", allRights)].map((role) =>
      judge.payload("role", GuildRoleResponseSchema, role),
    ),
    members: [judge.payload("member", GuildMemberResponseSchema, memberWire(world, world.bot))],
    channels: channels.map((it) => judge.payload("channel", GuildChannelResponseSchema, channelWire(world, it))),
    threads: threads.map((it) => judge.payload("thread", ThreadResponseSchema, channelWire(world, it))),
  };
}

function roleWire(id: string, name: string, permissions: bigint): object {
  return {
    id,
    name,
    description: null,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    position: name === "@everyone" ? 0 : 1,
    permissions: `${permissions}`,
    managed: false,
    mentionable: false,
    flags: 0,
  };
}

const fixedParts = {
  name: "Lab",
  icon: null,
  features: [],
  afk_timeout: 300,
  preferred_locale: "en-US",
  verification_level: 0,
  default_message_notifications: 0,
  explicit_content_filter: 0,
  mfa_level: 0,
  nsfw_level: 0,
  premium_tier: 0,
  system_channel_flags: 0,
  premium_progress_bar_enabled: false,
  joined_at: "2024-01-01T00:00:00.000000Z",
  large: false,
  unavailable: false,
  voice_states: [],
  presences: [],
  stage_instances: [],
  guild_scheduled_events: [],
  soundboard_sounds: [],
  emojis: [],
  stickers: [],
};
