import type { Logger } from "pino";
import type { Settings } from "../../config/settings.ts";
import { DiscordAdapter } from "../adapters/discord/discord-adapter.ts";
import { discordPictureBounds } from "../adapters/discord/discord-options.ts";
import { systemClock } from "../adapters/discord/system-clock.ts";
import type { Adapter } from "../core/adapter.ts";
import type { ReplyRef } from "../core/ids.ts";
import type { Blobs } from "../core/store/blobs.ts";
import type { Store } from "../core/store/store.ts";

/** A platform on which the bot has a name. */
export interface Platform extends Adapter {
  readonly name: string;
  /** By which somebody lets the bot in, where the platform has such a link. */
  readonly invite?: string;
  /** Rejects when the platform has shut the bot out for good. */
  readonly shutOut?: Promise<never>;
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
  const platforms: Platform[] = [];
  const { discordToken } = settings;
  if (discordToken !== undefined) platforms.push(open.use(await openDiscord(discordToken, settings, means)));
  return platforms;
}

function openDiscord(token: string, settings: Settings, { store, blobs, log }: Means): Promise<DiscordAdapter> {
  const unkept = (ref: ReplyRef, error: unknown) => log.warn({ ref, err: error }, "what was posted could not be kept");
  return DiscordAdapter.open({
    token,
    apiUrl: settings.discordApiUrl,
    guild: settings.discordGuild,
    desk: { store, blobs, pictureBounds: discordPictureBounds, unkept, now: () => systemClock.now() },
    clock: systemClock,
    log: { warn: (line) => log.warn(line) },
  });
}
