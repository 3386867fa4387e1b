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

/**
 * Tries both tokens, and asks whom the bot's belongs to.
 * @param needed what is missing of these scopes is missing in an answer later
 * @returns with the scopes that the app was not given
 * @throws {Failure} `token-refused`, `platform-unreachable`
 */
export async function signIn(
  clients: Clients,
  appToken: string,
  needed: readonly string[],
): Promise<{ readonly self: Self; readonly missing: readonly string[] }> {
  const signedIn = await tryBotToken(clients, needed);
  await clients.read.apps.connections.open({ token: appToken }).catch((error: unknown) => {
    throw signInFailure(error, "SLACK_APP_TOKEN");
  });
  return signedIn;
}

async function tryBotToken({ read }: Clients, needed: readonly string[]): ReturnType<typeof signIn> {
  try {
    const answer = await read.auth.test();
    const { team_id: team = "", user_id: user = "", bot_id: bot = "", user: name = "" } = answer;
    const scopes = answer.response_metadata?.scopes ?? needed;
    return { self: { team, user, bot, name }, missing: needed.filter((scope) => !scopes.includes(scope)) };
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
