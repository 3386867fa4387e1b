import type { Setting } from "./setting.ts";
import { settingTable } from "./settings.ts";

const SHORTEST_HIDDEN = 4;

/** The names of the settings whose values may stand in files of their own, which `NAME_FILE` names. */
export const secretNames: readonly string[] = Object.values<Setting<unknown>>(settingTable)
  .filter(({ secret }) => secret !== false)
  .map(({ name }) => name);

/** Whether a setting's value may be shown to nobody. */
export function isSecret({ secret }: Setting<unknown>, given: string): boolean {
  // A password of an address is before an "@" or among what is asked; an address that is wrong may hold it anywhere.
  return secret === true || /@|password/i.test(given);
}

/** What must never be shown of these settings: secrets, and the passwords inside addresses. */
export function secretsIn(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const given = Object.values<Setting<unknown>>(settingTable).flatMap((setting) => {
    const value = environment[setting.name] ?? "";
    if (setting.secret === false) return passwordsIn(value);
    return isSecret(setting, value) ? [value, ...passwordsIn(value)] : [];
  });
  return given.filter((secret) => secret.length >= SHORTEST_HIDDEN).toSorted((a, b) => b.length - a.length);
}

function passwordsIn(address: string): readonly string[] {
  const [, written = ""] = /:\/\/[^/@]*?:([^/]*)@/.exec(address) ?? [];
  const asked = [...address.matchAll(/password=([^&#]*)/gi)].map(([, value = ""]) => value);
  return [written, ...asked].flatMap((password) => [password, decoded(password)]);
}

function decoded(password: string): string {
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}
