import type { Logger } from "pino";
import type { Settings } from "../../config/settings.ts";
import { botScopes } from "../../config/slack-scopes.ts";
import type { ChatLog } from "../adapters/chat/chat-log.ts";
import { systemClock } from "../adapters/chat/clock.ts";
import { discordPictureBounds } from "../adapters/discord/discord-options.ts";
import { slackPace } from "../adapters/slack/slack-options.ts";
import type { Adapter } from "../core/adapter.ts";
import type { ReplyRef } from "../core/ids.ts";
import type { Blobs } from "../core/store/blobs.ts";
import type { Store } from "../core/store/store.ts";
import { viewShown } from "../watch/drawing.ts";
import { shortId } from "../watch/short-id.ts";
import type { Watch } from "../watch/watch.ts";

/** A platform on which the bot has a name. */
export interface Platform extends Adapter {
  readonly name: string;
  /** By which somebody lets the bot in, where the platform has such a link. */
  readonly invite?: string | undefined;
  /** The one that the settings name of the places that let a bot in, while it has not done so. */
  readonly awaits?: string | undefined;
  /** Whether it reaches the bot now. */
  readonly connected: boolean;
  /** Rejects when the platform has shut the bot out for good. */
  readonly shutOut?: Promise<never>;
}

/** What platforms are opened with. */
export interface Means {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly log: Logger;
  readonly watch: Watch;
}

const slackPictureBounds = { maxSidePixels: 4096, maxBytes: 8_000_000 };

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
  const { slackBotToken, slackAppToken = "", discordToken } = settings;
  if (slackBotToken !== undefined)
    platforms.push(open.use(await openSlack(slackBotToken, slackAppToken, settings, means)));
  if (discordToken !== undefined) platforms.push(open.use(await openDiscord(discordToken, settings, means)));
  return platforms;
}

// Each platform's library loads with its first use: together they take longer than all else that a terminal needs.
async function openSlack(botToken: string, appToken: string, settings: Settings, means: Means): Promise<Platform> {
  const { SlackAdapter } = await import("../adapters/slack/slack-adapter.ts");
  const slack = new SlackAdapter({
    botToken,
    appToken,
    apiUrl: settings.slackApiUrl,
    scopes: await botScopes(),
    desk: { ...deskOf(means), pictureBounds: slackPictureBounds, clock: systemClock },
    clock: systemClock,
    pace: slackPace,
    log: logOf("slack", means),
  });
  await slack.signIn();
  return slack;
}

async function openDiscord(token: string, settings: Settings, means: Means): Promise<Platform> {
  const { DiscordAdapter } = await import("../adapters/discord/discord-adapter.ts");
  return DiscordAdapter.open({
    token,
    apiUrl: settings.discordApiUrl,
    guild: settings.discordGuild,
    desk: { ...deskOf(means), pictureBounds: discordPictureBounds, clock: systemClock },
    clock: systemClock,
    log: logOf("discord", means),
  });
}

/** What answers on a platform are shown with, but for its own bounds and clock. */
export function deskOf({ store, blobs, log }: Omit<Means, "watch">) {
  const unkept = (ref: ReplyRef, error: unknown) =>
    log.warn({ turn: shortId(ref), err: error }, "what was posted could not be kept");
  return { store, blobs, unkept, shown: viewShown };
}

/** Whoever hears what a platform reports. */
export function logOf(platform: string, { log, watch }: Means): ChatLog {
  return {
    warn: (line) => log.warn({ platform }, line),
    called: (method, result) => watch.called(platform, method, result),
  };
}
