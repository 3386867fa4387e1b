import type { AttachedBot } from "../core/bot.ts";
import type { House } from "../core/house.ts";
import { words } from "../core/words/words.ts";
import type { Platform } from "./open-platforms.ts";
import type { Place } from "./place.ts";

/** Attaches the bot to every platform and says so, a line each; ends only when a platform has shut the bot out. */
export async function talkOnPlatforms(
  bot: AttachedBot,
  { connected }: House,
  platforms: readonly Platform[],
  { language }: Place,
  open: AsyncDisposableStack,
): Promise<never> {
  const speak = words(language);
  open.defer(() => bot.close());
  if (connected === undefined) process.stderr.write(`${speak.noModelInUse}\n`);
  for (const platform of platforms) {
    await bot.attach(platform);
    process.stdout.write(`${platform.platform}: connected as ${platform.name}\n`);
    if (platform.invite !== undefined) process.stderr.write(`${speak.invite(platform.invite)}\n`);
  }
  return await Promise.race(platforms.map(({ shutOut }) => shutOut ?? new Promise<never>(() => undefined)));
}
