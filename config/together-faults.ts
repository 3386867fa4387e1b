import type { Settings } from "./settings.ts";

/** What is wrong with settings that are right one by one. */
export function togetherFaults(settings: Settings): readonly string[] {
  const { slackBotToken, slackAppToken, discordToken, sandbox } = settings;
  const faults: string[] = [];
  if ((slackBotToken === undefined) !== (slackAppToken === undefined)) {
    const [missing, given] =
      slackBotToken === undefined ? ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"] : ["SLACK_APP_TOKEN", "SLACK_BOT_TOKEN"];
    faults.push(`Expected ${missing} beside ${given}, got ${given} alone: Slack by Socket Mode needs both.`);
  }
  const platform = slackBotToken !== undefined || slackAppToken !== undefined || discordToken !== undefined;
  if (platform && sandbox !== "off") {
    faults.push(
      "Expected THREADBOOK_SANDBOX=off beside a Slack or Discord token, got nothing: Python is not sealed off yet, so all " +
        "who can write to the bot could run code with its rights. Set it only where that is acceptable.",
    );
  }
  return faults;
}
