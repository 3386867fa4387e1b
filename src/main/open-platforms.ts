import type { Logger } from "pino";
import type { Settings } from "../../config/settings.ts";
import type { Adapter } from "../core/adapter.ts";
import type { Blobs } from "../core/store/blobs.ts";
import type { Store } from "../core/store/store.ts";

/** A platform on which the bot has a name. */
export interface Platform extends Adapter {
  readonly name: string;
}

interface Means {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly log: Logger;
}

/**
 * The platforms that the settings name, with their tokens tried and nothing else begun.
 * @throws {Failure} `token-refused`, `platform-unreachable`
 */
export async function openPlatforms(
  settings: Settings,
  means: Means,
  open: AsyncDisposableStack,
): Promise<readonly Platform[]> {
  return [];
}
