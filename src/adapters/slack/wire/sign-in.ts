import { Failure } from "../../../failure.ts";
import type { Clients } from "./clients.ts";
import { faultOf, saidBy } from "./slack-error.ts";

/** Who the bot is in its workspace. */
export interface Self {
  readonly team: string;
  readonly user: string;
  readonly bot: string;
  readonly name: string;
}

/** What the manifest asks for; what is missing here is missing in an answer later. */
export const neededScopes = [
  "app_mentions:read",
  "assistant:write",
  "channels:history",
  "chat:write",
  "commands",
  "files:read",
  "files:write",
  "groups:history",
  "im:history",
  "im:write",
  "mpim:history",
  "reactions:write",
  "users:read",
];

/**
 * Tries both tokens, and asks whom the bot's belongs to.
 * @returns with the scopes that the app was not given
 * @throws {Failure} `token-refused`, `platform-unreachable`
 */
export async function signIn(
  clients: Clients,
  appToken: string,
): Promise<{ readonly self: Self; readonly missing: readonly string[] }> {
  const signedIn = await tryBotToken(clients);
  await clients.read.apps.connections.open({ token: appToken }).catch((error: unknown) => {
    throw signInFailure(error, "SLACK_APP_TOKEN");
  });
  return signedIn;
}

async function tryBotToken({ read }: Clients): ReturnType<typeof signIn> {
  try {
    const answer = await read.auth.test();
    const { team_id: team = "", user_id: user = "", bot_id: bot = "", user: name = "" } = answer;
    const scopes = answer.response_metadata?.scopes ?? neededScopes;
    return { self: { team, user, bot, name }, missing: neededScopes.filter((scope) => !scopes.includes(scope)) };
  } catch (error) {
    throw signInFailure(error, "SLACK_BOT_TOKEN");
  }
}

export function signInFailure(error: unknown, setting: string): Failure {
  const said = saidBy(error);
  if (faultOf(error).kind === "refused") {
    return new Failure("token-refused", `Slack refused ${setting}: ${said}`, {
      cause: error,
      facts: { setting, said },
    });
  }
  const facts = { platform: "Slack", said };
  return new Failure("platform-unreachable", `Slack cannot be reached: ${said}`, { cause: error, facts });
}
