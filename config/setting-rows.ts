import type { Setting } from "./setting.ts";
import { settingTable } from "./settings.ts";

/** The settings as a Markdown table, for the README. */
export function settingRows(): string {
  const rows = Object.values<Setting<unknown>>(settingTable).map(
    ({ name, meaning, usually }) => `| \`${name}\` | ${meaning} | ${usually} |`,
  );
  return ["| setting | meaning | default |", "| --- | --- | --- |", ...rows].join("\n");
}
