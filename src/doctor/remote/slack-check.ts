import { z } from "zod";
import { botScopes } from "../../../config/slack-scopes.ts";
import { type Check, type Finding, found } from "../check.ts";
import type { Patient } from "../patient.ts";
import { ask } from "./ask.ts";

const SLACK = "https://slack.com/api/";
/** What says nothing of a token: Slack's own troubles, as its methods' documents list them. */
const TROUBLES = /^(?:ratelimited|internal_error|fatal_error|service_unavailable|request_timeout)$/;

const answerSchema = z.object({
  ok: z.boolean(),
  error: z.string().optional(),
  user: z.string().optional(),
  team: z.string().optional(),
});

/** What Slack says to one of the tokens. */
type Verdict =
  | { readonly kind: "accepted"; readonly user: string; readonly team: string; readonly scopes: readonly string[] }
  | { readonly kind: "refused"; readonly said: string }
  | { readonly kind: "unreachable"; readonly cause: string };

/** Whether Slack takes both tokens, and what the bot may not do that it needs to. */
export function slackCheck(patient: Patient): Check {
  return { subject: "slack", limitMs: 10_000, examine: (signal) => examineSlack(patient, signal) };
}

async function examineSlack({ settings, speak }: Patient, signal: AbortSignal): Promise<Finding> {
  const { slack } = speak;
  const { slackBotToken = "", slackAppToken = "", slackApiUrl = SLACK } = settings;
  const call = (method: string, token: string) => callSlack(slackApiUrl, method, token, signal);
  const [bot, app, needed] = await Promise.all([
    call("auth.test", slackBotToken),
    call("apps.connections.open", slackAppToken),
    botScopes(),
  ]);
  if (bot.kind === "unreachable") return found("wrong", speak.unreachable("Slack", bot.cause));
  if (app.kind === "unreachable") return found("wrong", speak.unreachable("Slack", app.cause));
  const missing = bot.kind === "accepted" ? needed.filter((scope) => !bot.scopes.includes(scope)) : [];
  const faults = [
    ...(bot.kind === "refused" ? [slack.botRefused(bot.said)] : []),
    ...(app.kind === "refused" ? [slack.appRefused(app.said)] : []),
    ...missing.map((scope) => slack.missingScope(scope)),
    ...(missing.length > 0 ? [slack.addScopes] : []),
  ];
  if (bot.kind === "refused") return found("wrong", slack.refused, faults);
  if (app.kind === "refused") return found("wrong", slack.noSocket(bot.user, bot.team), faults);
  return missing.length > 0
    ? found("wrong", slack.scopesMissing(bot.user, bot.team, missing.length, needed.length), faults)
    : found("ok", slack.right(bot.user, bot.team, needed.length));
}

async function callSlack(api: string, method: string, token: string, signal: AbortSignal): Promise<Verdict> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/x-www-form-urlencoded" };
  const answer = await ask(`${api.replace(/\/*$/, "/")}${method}`, { method: "POST", headers }, signal);
  if (answer.kind === "unreachable") return answer;
  const { data } = answerSchema.safeParse(answer.body);
  const error = data?.error ?? `status ${answer.status}`;
  if (data === undefined || TROUBLES.test(error)) return { kind: "unreachable", cause: error };
  if (!data.ok) return { kind: "refused", said: error };
  const scopes = (answer.headers.get("x-oauth-scopes") ?? "").split(",").map((scope) => scope.trim());
  return { kind: "accepted", user: data.user ?? "", team: data.team ?? "", scopes };
}
