import {
  IncomingWebhookInteractionRequestSchema,
  IncomingWebhookUpdateForInteractionCallbackRequestPartialSchema,
} from "discord-api-spec/zod";
import { flags, type Message } from "../entities.ts";
import type { Interaction } from "../interactions.ts";
import type { Call } from "./call.ts";
import { answer } from "./callbacks.ts";
import { change, partsOf, shown } from "./messages.ts";
import { refuse } from "./refusal.ts";
import { noContent, type Route, type Site } from "./route.ts";

const tokenMs = 15 * 60_000;
const path = /^\/webhooks\/(\d+)\/([^/]+)\/messages\/(@original|\d+)$/;
const bucket = ([, token]: readonly string[]) => ({ key: `webhooks:${token}`, limit: 5, windowMs: 2_000 });

export const webhookRoutes: readonly Route[] = [
  {
    method: "POST",
    path: /^\/webhooks\/(\d+)\/([^/]+)$/,
    request: IncomingWebhookInteractionRequestSchema,
    open: true,
    bucket,
    answer: followUp,
  },
  { method: "GET", path, open: true, answer: read },
  {
    method: "PATCH",
    path,
    request: IncomingWebhookUpdateForInteractionCallbackRequestPartialSchema,
    open: true,
    bucket,
    answer: edit,
  },
  { method: "DELETE", path, open: true, answer: remove },
];

/** An interaction whose token is good: acknowledged, and not too old. */
function live({ world, interactions }: Site, token: string): Interaction {
  const interaction = interactions.byToken(token);
  if (interaction?.acknowledged === undefined) refuse(404, 10015, "Unknown Webhook");
  if (world.now() - interaction.at > tokenMs) refuse(401, 50027, "Invalid Webhook Token");
  return interaction;
}

function messageOf(interaction: Interaction, id: string): Message {
  const { original, followUps } = interaction;
  const found = id === "@original" ? original : [original, ...followUps].find((message) => message?.id === id);
  return found ?? refuse(404, 10008, "Unknown Message");
}

async function followUp(site: Site, call: Call, _application = "", token = "") {
  const interaction = live(site, token);
  const parts = await partsOf(site.world, call);
  const { original } = interaction;
  // The first follow-up of a deferred answer takes its place, and keeps who sees it.
  if (original !== undefined && (original.flags & flags.loading) !== 0) {
    site.posting.edit(original, {
      ...parts,
      flags: (original.flags & flags.ephemeral) | (parts.flags & ~flags.ephemeral),
    });
    return { status: 200, body: shown(site.world, original) };
  }
  const message = answer(site, interaction, parts);
  interaction.followUps.push(message);
  return { status: 200, body: shown(site.world, message) };
}

function read(site: Site, _call: Call, _application = "", token = "", id = "") {
  return { status: 200, body: shown(site.world, messageOf(live(site, token), id)) };
}

async function edit(site: Site, call: Call, _application = "", token = "", id = "") {
  const message = messageOf(live(site, token), id);
  message.flags &= ~flags.loading;
  return { status: 200, body: await change(site, call, message) };
}

function remove(site: Site, _call: Call, _application = "", token = "", id = "") {
  site.posting.delete(messageOf(live(site, token), id));
  return noContent;
}
