import { fileName } from "./secret-files.ts";
import type { Setting } from "./setting.ts";
import { type Settings, settingTable } from "./settings.ts";

/** The setting with which a group begins, and the group's title; the table's order is the file's. */
const TITLES: { readonly [Name in keyof Settings]?: string } = {
  openaiBaseUrl: "The model",
  slackBotToken: "Slack",
  discordToken: "Discord",
  data: "What is kept",
  sandbox: "Python and its limits",
  steps: "Turns",
  contextTokens: "How the model is asked",
  logLevel: "Watching it",
};

const HEAD = `# Settings of Threadbook. Copy this to .env in the project's folder (chmod 600 .env), and take away the "#" before
# what you set. What is set outside of the file counts first. This file is made by config/write-example.ts.`;

/** `config/example.env`: every setting with its meaning and its default, none of them in force. */
export function exampleEnvironment(): string {
  const parts = Object.entries<Setting<unknown>>(settingTable).map(([key, setting]) => {
    const title = TITLES[key as keyof Settings];
    return `${title === undefined ? "" : `\n## ${title}\n`}\n${explained(setting)}`;
  });
  return `${HEAD}\n${parts.join("")}`;
}

function explained({ name, meaning, usually, secret, expected }: Setting<unknown>): string {
  // Words stand for a default that is no value, such as "the server's first".
  const [, value = ""] = /^`?([^`\s]+)`?$/.exec(usually === "none" ? "" : usually) ?? [];
  const lines = [
    `# ${plain(meaning)}`,
    `# expected: ${plain(expected)}; default: ${plain(usually)}`,
    `#${name}=${value}`,
    ...(secret === false ? [] : [`# or the file that holds it alone:`, `#${fileName(name)}=`]),
  ];
  return `${lines.join("\n")}\n`;
}

function plain(markdown: string): string {
  return markdown.replaceAll("`", "");
}
