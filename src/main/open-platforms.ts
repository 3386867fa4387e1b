import type { Logger } from "pino";
import type { Settings } from "../../config/settings.ts";
import type { ChatDesk } from "../adapters/chat/chat-performer.ts";
import { DiscordAdapter } from "../adapters/discord/discord-adapter.ts";
import { discordPictureBounds } from "../adapters/discord/discord-options.ts";
import { systemClock as discordClock } from "../adapters/discord/system-clock.ts";
import { SlackAdapter } from "../adapters/slack/slack-adapter.ts";
import { slackPace } from "../adapters/slack/slack-options.ts";
import { systemClock } from "../adapters/slack/system-clock.ts";
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
  { store, blobs, log }: Means,
  open: AsyncDisposableStack,
): Promise<readonly Platform[]> {
  const platforms: Platform[] = [];
  const desk: ChatDesk = {
    store,
    blobs,
    pictureBounds: { maxSidePixels: 4096, maxBytes: 8_000_000 },
    unkept: (ref, error) => log.warn({ ref, err: error }, "what was posted could not be kept"),
    now: Date.now,
  };
  if (settings.slackBotToken !== undefined) {
    const slack = new SlackAdapter({
      botToken: settings.slackBotToken,
      appToken: settings.slackAppToken ?? "",
      apiUrl: settings.slackApiUrl,
      desk,
      clock: systemClock,
      pace: slackPace,
      log: { warn: (message) => log.warn(message) },
    });
    platforms.push(open.use(slack));
  }
  if (settings.discordToken !== undefined) {
    const discord = await DiscordAdapter.open({
      token: settings.discordToken,
      apiUrl: settings.discordApiUrl,
      guild: settings.discordGuild,
      desk: { ...desk, pictureBounds: discordPictureBounds },
      clock: discordClock,
      log: { warn: (message) => log.warn(message) },
    });
    platforms.push(open.use(discord));
  }
  return platforms;
}
