import { z } from "zod";
import { type Check, type Finding, found } from "../check.ts";
import type { Patient } from "../patient.ts";
import { type Answer, ask } from "./ask.ts";

const DISCORD = "https://discord.com/api";
/** The "application flags" of Discord's documents: GATEWAY_MESSAGE_CONTENT, and the same for bots in few servers. */
const MESSAGE_CONTENT = (1 << 18) | (1 << 19);

const nameSchema = z.object({ username: z.string() });
const applicationSchema = z.object({ flags: z.number().optional() });
const guildSchema = z.object({ name: z.string() });

/** Whether Discord takes the token, lets the bot read messages, and has it in the server of the settings. */
export function discordCheck(patient: Patient): Check {
  return { subject: "discord", limitMs: 10_000, examine: (signal) => examineDiscord(patient, signal) };
}

async function examineDiscord(patient: Patient, signal: AbortSignal): Promise<Finding> {
  const { discordToken = "", discordApiUrl = DISCORD, discordGuild } = patient.settings;
  const { speak } = patient;
  const { discord } = speak;
  // Discord refuses requests without a user agent of this form.
  const headers = {
    authorization: `Bot ${discordToken}`,
    "user-agent": "DiscordBot (https://github.com/threadbook/threadbook, 0.1.0)",
  };
  const get = (path: string) => ask(`${discordApiUrl.replace(/\/*$/, "")}/v10${path}`, { headers }, signal);
  const [me, application] = await Promise.all([get("/users/@me"), get("/applications/@me")]);
  for (const answer of [me, application]) {
    if (answer.kind === "unreachable") return found("wrong", speak.unreachable("Discord", answer.cause));
    if (answer.status === 401) return found("wrong", discord.refused, [discord.copyToken]);
  }
  const name = read(nameSchema, me)?.username;
  const flags = read(applicationSchema, application)?.flags;
  if (name === undefined || flags === undefined) return found("wrong", discord.unreadable(said(me), said(application)));
  const faults = (flags & MESSAGE_CONTENT) === 0 ? [discord.intentMissing] : [];
  const guild = discordGuild === undefined ? undefined : read(guildSchema, await get(`/guilds/${discordGuild}`));
  if (discordGuild !== undefined && guild === undefined) faults.push(discord.notInGuild(discordGuild));
  return faults.length > 0
    ? found("wrong", discord.lacks(name), faults)
    : found("ok", discord.right(name, guild?.name));
}

function read<Read>(schema: z.ZodType<Read>, answer: Answer): Read | undefined {
  return answer.kind === "answer" && answer.status === 200 ? schema.safeParse(answer.body).data : undefined;
}

function said(answer: Answer): string {
  return answer.kind === "answer" ? String(answer.status) : answer.cause;
}
