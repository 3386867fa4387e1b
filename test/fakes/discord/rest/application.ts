import {
  ApplicationCommandResponseSchema,
  ApplicationCommandUpdateRequestSchema,
  GatewayBotResponseSchema,
  PrivateApplicationResponseSchema,
  UserResponseSchema,
} from "discord-api-spec/zod";
import { array } from "zod/mini";
import { userWire } from "../wire/users.ts";
import type { World } from "../world.ts";
import type { Call } from "./call.ts";
import { refuse } from "./refusal.ts";
import type { Route, Site } from "./route.ts";

const commands = array(ApplicationCommandUpdateRequestSchema);

export const applicationRoutes: readonly Route[] = [
  { method: "GET", path: /^\/gateway\/bot$/, answer: gateway },
  { method: "GET", path: /^\/users\/@me$/, answer: me },
  { method: "GET", path: /^\/applications\/@me$/, answer: describeApplication },
  { method: "PUT", path: /^\/applications\/(\d+)\/commands$/, request: commands, answer: register },
  { method: "PUT", path: /^\/applications\/(\d+)\/guilds\/(\d+)\/commands$/, request: commands, answer: register },
];

function gateway({ world }: Site) {
  const limit = { total: 1000, remaining: 999, reset_after: 0, max_concurrency: 1 };
  const body = { url: world.base.replace("http", "ws"), shards: 1, session_start_limit: limit };
  return { status: 200, body: world.judge.payload("gateway", GatewayBotResponseSchema, body) };
}

function me({ world }: Site) {
  return { status: 200, body: world.judge.payload("user", UserResponseSchema, userWire(world.bot)) };
}

function describeApplication({ world }: Site) {
  const body = {
    id: world.bot.id,
    name: world.bot.name,
    icon: null,
    description: "",
    type: null,
    // GATEWAY_MESSAGE_CONTENT_LIMITED: the switch in the developer portal of a bot in few servers.
    flags: world.messageContent ? 1 << 19 : 0,
    flags_new: `${world.messageContent ? 1 << 19 : 0}`,
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: "00",
    explicit_content_filter: 0,
    eligible_oauth2_scopes: ["bot", "applications.commands"],
    team: { id: world.guild, icon: null, name: "Lab", owner_user_id: world.owner.id, members: [] },
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: userWire(world.owner),
    approximate_guild_count: 1,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
  };
  return { status: 200, body: world.judge.payload("application", PrivateApplicationResponseSchema, body) };
}

function register({ world, interactions }: Site, { body }: Call, application = "", guild?: string) {
  if (application !== world.bot.id)
    refuse(403, 20012, "You are not authorized to perform this action on this application");
  if (guild !== undefined && (guild !== world.guild || !world.letIn)) refuse(403, 50001, "Missing Access");
  const registered = (body as readonly { readonly name: string }[]).map((command) => commandWire(world, command));
  interactions.commands = registered;
  return { status: 200, body: registered };
}

function commandWire(world: World, command: { readonly name: string }) {
  const made = { id: world.id(), application_id: world.bot.id, version: world.id(), default_member_permissions: null };
  return world.judge.payload("command", ApplicationCommandResponseSchema, { ...command, ...made, type: 1 });
}
