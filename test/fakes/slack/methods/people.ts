import type { Arguments } from "../arguments.ts";
import type { Json, SlackMessage } from "../message.ts";
import { Refusal } from "../refusal.ts";
import { bot, team } from "../workspace.ts";
import { type Method, namedMessage, type Office } from "./method.ts";

export const people: Readonly<Record<string, Method>> = {
  "auth.test": { answer: (_args, { url }) => ({ url: `${url}/`, ...self }) },
  "apps.connections.open": { token: "app", answer: (_args, { socketUrl }) => ({ url: socketUrl() }) },
  "users.info": { scope: "users:read", answer: user },
  "reactions.add": { scope: "reactions:write", answer: react },
  "reactions.remove": { scope: "reactions:write", answer: unreact },
  "views.open": { answer: view },
  "assistant.threads.setStatus": { scope: "chat:write", answer: setStatus },
};

const self = { team: "Fake", team_id: team, user: bot.name, user_id: bot.user, bot_id: bot.id };

function user(args: Arguments, { workspace }: Office): Json {
  const found = workspace.users.get(args.needed("user"));
  if (found === undefined) throw new Refusal("user_not_found");
  const { id, name, locale, tz, guest, bot: isBot } = found;
  const profile = { display_name: name, real_name: `${name} Full` };
  const localised = args.maybe("include_locale") === "true" ? { locale } : {};
  return {
    user: {
      id,
      team_id: found.team,
      name: name.toLowerCase(),
      real_name: `${name} Full`,
      profile,
      tz,
      is_restricted: guest,
      is_ultra_restricted: false,
      is_bot: isBot,
      ...localised,
    },
  };
}

function react(args: Arguments, office: Office): Json {
  const message = namedMessage(args, office, "timestamp");
  const name = args.needed("name");
  if (reactionsOf(message, name).includes(bot.user)) throw new Refusal("already_reacted");
  const others = (message.reactions ?? []).filter((one) => one.name !== name);
  const users = [...reactionsOf(message, name), bot.user];
  office.workspace.put({ ...message, reactions: [...others, { name, users }] });
  return {};
}

function unreact(args: Arguments, office: Office): Json {
  const message = namedMessage(args, office, "timestamp");
  const name = args.needed("name");
  if (!reactionsOf(message, name).includes(bot.user)) throw new Refusal("no_reaction");
  const others = (message.reactions ?? []).filter((one) => one.name !== name);
  const users = reactionsOf(message, name).filter((id) => id !== bot.user);
  office.workspace.put({ ...message, reactions: users.length === 0 ? others : [...others, { name, users }] });
  return {};
}

function reactionsOf(message: SlackMessage, name: string): readonly string[] {
  return message.reactions?.find((one) => one.name === name)?.users ?? [];
}

function view(args: Arguments, office: Office): Json {
  args.needed("trigger_id");
  const opened = args.json<Json>("view");
  if (opened?.["type"] !== "modal") throw new Refusal("invalid_arguments");
  if (!office.announcer.takeTrigger(args.needed("trigger_id"))) throw new Refusal("expired_trigger_id");
  const kept = { ...opened, id: office.workspace.nextId("V") };
  office.workspace.views.push(kept);
  office.workspace.changed();
  return { view: kept };
}

function setStatus(args: Arguments, { workspace }: Office): Json {
  const channel = args.needed("channel_id");
  const thread = args.needed("thread_ts");
  if (workspace.find(channel, thread) === undefined) throw new Refusal("invalid_thread_ts");
  workspace.setStatus(channel, thread, args.maybe("status") ?? "");
  return {};
}
