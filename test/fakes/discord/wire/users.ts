import type { User } from "../entities.ts";
import type { World } from "../world.ts";

const joined = "2024-01-01T00:00:00.000000Z";

export function userWire({ id, name, username, bot }: User): object {
  return {
    id,
    username,
    discriminator: "0",
    global_name: bot ? null : name,
    avatar: null,
    public_flags: 0,
    flags: 0,
    primary_guild: null,
    ...(bot ? { bot } : {}),
  };
}

export function memberWire(world: World, user: User): object {
  return {
    user: userWire(user),
    roles: [...(user.id === world.bot.id ? [world.botRole] : []), ...(user.moderator ? [world.moderatorRole] : [])],
    joined_at: joined,
    deaf: false,
    mute: false,
    flags: 0,
    nick: null,
    avatar: null,
    banner: null,
    communication_disabled_until: null,
    pending: false,
    premium_since: null,
    collectibles: null,
    display_name_styles: null,
  };
}
