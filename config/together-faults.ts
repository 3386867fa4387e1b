import type { Settings } from "./settings.ts";

/** What is wrong with settings that are right one by one. */
export function togetherFaults(settings: Settings): readonly string[] {
  const { slackBotToken, slackAppToken, cellSeconds, longestSeconds } = settings;
  const faults: string[] = [];
  if ((slackBotToken === undefined) !== (slackAppToken === undefined)) {
    const [missing, given] =
      slackBotToken === undefined ? ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"] : ["SLACK_APP_TOKEN", "SLACK_BOT_TOKEN"];
    faults.push(`Expected ${missing} beside ${given}, got ${given} alone: Slack by Socket Mode needs both.`);
  }
  if (cellSeconds > longestSeconds) {
    faults.push(
      `Expected THREADBOOK_CELL_SECONDS to be at most THREADBOOK_LONGEST_SECONDS, got ${cellSeconds} and ${longestSeconds}: lower the one or raise the other.`,
    );
  }
  return faults;
}
