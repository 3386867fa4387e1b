import type { Settings } from "./settings.ts";

/** What is wrong with settings that are right one by one. */
export function togetherFaults(settings: Settings): readonly string[] {
  const { slackBotToken, slackAppToken } = settings;
  const faults: string[] = [];
  if ((slackBotToken === undefined) !== (slackAppToken === undefined)) {
    const [missing, given] =
      slackBotToken === undefined ? ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"] : ["SLACK_APP_TOKEN", "SLACK_BOT_TOKEN"];
    faults.push(`Expected ${missing} beside ${given}, got ${given} alone: Slack by Socket Mode needs both.`);
  }
  return faults;
}
