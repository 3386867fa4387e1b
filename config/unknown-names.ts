import { nearestName } from "./nearest-name.ts";
import { fileName } from "./secret-files.ts";
import { secretNames } from "./secrets.ts";
import type { Setting } from "./setting.ts";
import { settingTable } from "./settings.ts";

/** Names of a kernel host elsewhere: whoever sets one believes that cells do not run on this machine. */
const unbuilt = ["JUPYTER_URL", "JUPYTER_TOKEN"];

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

/** A fault for each setting of what is not built yet. */
export function unbuiltNames(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  return unbuilt
    .filter((name) => environment[name])
    .map(
      (name) =>
        `Expected ${name} to be unset, got a value: Jupyter elsewhere is not built yet, and cells run on this machine. ` +
        "Take it out of the bot's environment.",
    );
}
