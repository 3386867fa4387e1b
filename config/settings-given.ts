import { fileName } from "./secret-files.ts";
import type { Setting } from "./setting.ts";
import { settingTable } from "./settings.ts";

/** How many settings the environment gives, in whichever form. */
export function settingsGiven(environment: Readonly<Record<string, string | undefined>>): number {
  const settings = Object.values<Setting<unknown>>(settingTable);
  return settings.filter(({ name }) => environment[name] || environment[fileName(name)]).length;
}
