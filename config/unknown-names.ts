import { nearestName } from "./nearest-name.ts";
import { fileName } from "./secret-files.ts";
import { secretNames } from "./secrets.ts";
import type { Setting } from "./setting.ts";
import { settingTable } from "./settings.ts";

/** A fault for each name that only the bot could be meant by, and that is none of its settings. */
export function unknownNames(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const known = Object.values<Setting<unknown>>(settingTable).map(({ name }) => name);
  const all = [...known, ...secretNames.map(fileName)];
  const unknown = Object.keys(environment).filter(
    (name) => name.startsWith("THREADBOOK_") && environment[name] && !all.includes(name),
  );
  return unknown.map(
    (name) => `Expected a setting that there is, got ${name}: the nearest is ${nearestName(name, known)}.`,
  );
}
