import { withSecretFiles } from "./secret-files.ts";
import { isSecret } from "./secrets.ts";
import type { Setting } from "./setting.ts";
import { type Settings, settingTable } from "./settings.ts";
import { togetherFaults } from "./together-faults.ts";
import { unbuiltNames, unknownNames } from "./unknown-names.ts";

/** The settings are wrong; nothing was started. */
export class SettingsFault extends Error {
  override readonly name = "SettingsFault";
  /** One sentence for each setting that is wrong. */
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join("\n"));
    this.faults = faults;
  }
}

/**
 * Reads all settings; an empty value counts as unset, and a secret may stand in a file that `NAME_FILE` names.
 * @throws {SettingsFault} naming every setting that is wrong, at once
 */
export function readSettings(given: Readonly<Record<string, string | undefined>>): Settings {
  const { environment, faults: unread } = withSecretFiles(given);
  const faults = [...unknownNames(given), ...unbuiltNames(given), ...unread];
  const values = Object.entries<Setting<unknown>>(settingTable).map(([key, setting]) => {
    const value = environment[setting.name] || undefined;
    const read = setting.schema.safeParse(value);
    if (!read.success) faults.push(fault(setting, value));
    return [key, read.data] as const;
  });
  const settings = Object.fromEntries(values) as Settings;
  if (faults.length === 0) faults.push(...togetherFaults(settings));
  if (faults.length > 0) throw new SettingsFault(faults);
  return settings;
}

function fault(setting: Setting<unknown>, given = ""): string {
  const got = isSecret(setting, given) ? `${given.length} other characters` : `'${given.slice(0, 80)}'`;
  return `Expected ${setting.name} to be ${setting.expected}, got ${got}.`;
}
