import { type APIApplication, type APIUser, ApplicationFlags, type REST, Routes } from "discord.js";
import { Failure } from "../../failure.ts";
import { faultOf } from "./fault.ts";

export interface Identity {
  readonly id: string;
  readonly name: string;
}

/**
 * Who the bot is, by its token, with the intent that it cannot do without.
 * @throws {Failure} `token-refused`, `platform-unreachable`
 */
export async function checkToken(rest: REST): Promise<Identity> {
  const user = (await asked(rest.get(Routes.user()))) as APIUser;
  const application = (await asked(rest.get(Routes.currentApplication()))) as APIApplication;
  const { GatewayMessageContent, GatewayMessageContentLimited } = ApplicationFlags;
  if (((application.flags ?? 0) & (GatewayMessageContent | GatewayMessageContentLimited)) === 0) {
    throw intentOff(application.id);
  }
  return { id: user.id, name: user.username };
}

/** The switch for what messages say is off. */
export function intentOff(application: string): Failure {
  const page = `https://discord.com/developers/applications/${application}/bot`;
  const facts = { setting: "DISCORD_TOKEN", said: "disallowed intents", page };
  return new Failure("token-refused", "Discord gives this bot no Message Content Intent.", { facts });
}

/** @param setting the one that is wrong where Discord refuses */
export async function asked<Answer>(answer: Promise<Answer>, setting = "DISCORD_TOKEN"): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Failure) throw error;
    const fault = faultOf(error);
    const cause = { cause: error };
    if (fault.kind === "refused") {
      const facts = { setting, said: fault.said };
      throw new Failure("token-refused", `Discord refused what ${setting} says: ${fault.said}`, { ...cause, facts });
    }
    const said = error instanceof Error ? error.message : String(error);
    const facts = { platform: "Discord", said };
    throw new Failure("platform-unreachable", `Discord could not be reached: ${said}`, { ...cause, facts });
  }
}
