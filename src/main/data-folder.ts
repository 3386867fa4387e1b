import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { SettingsFault } from "../../config/read-settings.ts";
import type { Settings } from "../../config/settings.ts";

/**
 * The data folder, made where it was not there.
 * @throws {SettingsFault} when it cannot be made
 */
export async function dataFolder(root: string, settings: Settings): Promise<string> {
  const data = resolve(root, settings.data ?? ".threadbook/data");
  try {
    await mkdir(data, { recursive: true, mode: 0o700 });
    return data;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SettingsFault([`Expected THREADBOOK_DATA to be a folder that can be made, got '${data}': ${why}.`]);
  }
}

/** Where the store is: as set, else in the data folder. */
export function storeLocation(settings: Settings, data: string): string {
  return settings.storeUrl ?? `sqlite:${join(data, "threadbook.sqlite")}`;
}
