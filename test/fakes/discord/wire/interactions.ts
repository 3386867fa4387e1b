import type { Interaction } from "../interactions.ts";
import { allRights } from "../rights.ts";
import type { World } from "../world.ts";
import { channelWire } from "./channels.ts";
import { messageWire } from "./messages.ts";
import { memberWire, userWire } from "./users.ts";

const types = { command: 2, button: 3, modal: 5 } as const;
const manageMessages = 1n << 13n;

/** INTERACTION_CREATE. Discord's REST schemas have no word for it; its parts are held against theirs elsewhere. */
export function interactionWire(world: World, interaction: Interaction, data: object): object {
  const { id, token, kind, user, channel, on } = interaction;
  const where = world.channel(channel);
  const permissions = `${user.moderator ? allRights : allRights & ~manageMessages}`;
  const inGuild = {
    guild_id: world.guild,
    guild: { id: world.guild, features: [], locale: "en-US" },
    guild_locale: "en-US",
    member: { ...memberWire(world, user), permissions },
    context: 0,
    authorizing_integration_owners: { 0: world.guild },
  };
  const direct = { user: userWire(user), context: 1, authorizing_integration_owners: { 0: "0" } };
  return {
    id,
    application_id: world.bot.id,
    type: types[kind],
    data,
    channel: { ...channelWire(world, where), permissions },
    channel_id: channel,
    token,
    version: 1,
    app_permissions: `${world.granted}`,
    locale: user.locale,
    entitlements: [],
    attachment_size_limit: world.attachmentLimitBytes,
    ...(where.kind === "dm" ? direct : inGuild),
    ...(on === undefined ? {} : { message: messageWire(world, on) }),
  };
}
