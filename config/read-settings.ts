import type { Setting } from "./setting.ts";
import { type Settings, settingTable } from "./settings.ts";
import { togetherFaults } from "./together-faults.ts";

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
 * Reads all settings; an empty value counts as unset.
 * @throws {SettingsFault} naming every setting that is wrong, at once
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const faults: string[] = [];
  const values = Object.entries<Setting<unknown>>(settingTable).map(([key, setting]) => {
    const given = environment[setting.name] || undefined;
    const read = setting.schema.safeParse(given);
    if (!read.success) faults.push(fault(setting, given));
    return [key, read.data] as const;
  });
  const settings = Object.fromEntries(values) as Settings;
  if (faults.length === 0) faults.push(...togetherFaults(settings));
  if (faults.length > 0) throw new SettingsFault(faults);
  return settings;
}

function fault({ name, expected, secret }: Setting<unknown>, given: string | undefined): string {
  if (secret) return `Expected ${name} to be ${expected}, got ${given?.length ?? 0} other characters.`;
  // An address may hold a password: before an "@", or by its name.
  const got = /@|password/i.test(given ?? "") ? "something else" : `'${given?.slice(0, 80)}'`;
  return `Expected ${name} to be ${expected}, got ${got}.`;
}
