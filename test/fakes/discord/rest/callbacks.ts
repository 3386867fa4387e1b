import {
  CreateMessageInteractionCallbackRequestSchema,
  InteractionCallbackResponseSchema,
  ModalInteractionCallbackRequestSchema,
  UpdateMessageInteractionCallbackRequestSchema,
} from "discord-api-spec/zod";
import { flags, type Message } from "../entities.ts";
import type { Interaction, Modal } from "../interactions.ts";
import type { World } from "../world.ts";
import type { Call, MessageBody } from "./call.ts";
import { change, partsOf, shown } from "./messages.ts";
import { refuse } from "./refusal.ts";
import type { Answer, Route, Site } from "./route.ts";

interface Callback {
  /** 4 answer, 5 answer later, 6 update later, 7 update, 9 a form. */
  readonly type: number;
  readonly data?: MessageBody;
}

const ackMs = 3_000;
const acknowledgements = { 4: "answered", 5: "deferred", 6: "updated", 7: "updated", 9: "modal" } as const;

export const callbackRoutes: readonly Route[] = [
  {
    method: "POST",
    path: /^\/interactions\/(\d+)\/([^/]+)\/callback$/,
    request: schemaOf,
    open: true,
    answer: acknowledge,
  },
];

function schemaOf(body: unknown) {
  const { type } = body as Callback;
  if (type === 9) return ModalInteractionCallbackRequestSchema;
  return type < 6 ? CreateMessageInteractionCallbackRequestSchema : UpdateMessageInteractionCallbackRequestSchema;
}

async function acknowledge(site: Site, call: Call, _id = "", token = ""): Promise<Answer> {
  const { world, interactions } = site;
  const interaction = interactions.byToken(token);
  if (interaction === undefined || world.now() - interaction.at > ackMs) refuse(404, 10062, "Unknown interaction");
  if (interaction.acknowledged !== undefined) refuse(400, 40060, "Interaction has already been acknowledged.");
  const { type } = call.body as Callback;
  interaction.acknowledged = acknowledgements[type as keyof typeof acknowledgements];
  interaction.acknowledgedAt = world.now();
  await follow(site, call, interaction);
  world.changes.tell({ kind: "interaction", id: interaction.id });
  if (call.query.get("with_response") !== "true") return { status: 204 };
  return { status: 200, body: report(world, interaction, type) };
}

async function follow(site: Site, call: Call, interaction: Interaction): Promise<void> {
  const { type, data = {} } = call.body as Callback;
  const inner = { ...call, body: data };
  if (type === 4) interaction.original = answer(site, interaction, await partsOf(site.world, inner));
  if (type === 5) {
    const waiting = { content: "", flags: flags.loading | (data.flags ?? 0) };
    interaction.original = answer(site, interaction, waiting);
  }
  if ((type === 6 || type === 7) && interaction.on !== undefined) interaction.original = interaction.on;
  if (type === 7 && interaction.on !== undefined) await change(site, inner, interaction.on);
  if (type === 9) interaction.modal = modalOf(data);
}

/** A message by the interaction's token: seen by one person alone where its flags say so. */
export function answer(
  { world, posting }: Site,
  interaction: Interaction,
  parts: Partial<Message> & { readonly content: string },
): Message {
  const { id, channel, user } = interaction;
  const secret = ((parts.flags ?? 0) & flags.ephemeral) !== 0;
  const from = { channel, author: world.bot, webhook: world.bot.id, interaction: { id, user }, type: 20 };
  return posting.post({ ...parts, ...from, ...(secret ? { onlyFor: user.id } : {}) });
}

function report(world: World, { id, kind, original, acknowledged }: Interaction, type: number): object {
  const types = { command: 2, button: 3, modal: 5 } as const;
  const message = original && {
    response_message_id: original.id,
    response_message_loading: acknowledged === "deferred",
    response_message_ephemeral: original.onlyFor !== undefined,
  };
  const resource = original && type !== 6 ? { resource: { type, message: shown(world, original) } } : {};
  const body = { interaction: { id, type: types[kind], activity_instance_id: null, ...message }, ...resource };
  return world.judge.payload("callback", InteractionCallbackResponseSchema, body);
}

function modalOf(data: object): Modal {
  const {
    custom_id: customId,
    title,
    components,
  } = data as {
    readonly custom_id: string;
    readonly title: string;
    readonly components: readonly { readonly component?: { readonly custom_id: string } }[];
  };
  return { customId, title, fields: components.flatMap(({ component }) => component?.custom_id ?? []) };
}
