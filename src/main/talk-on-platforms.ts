import type { AttachedBot } from "../core/bot.ts";
import type { House } from "../core/house.ts";
import type { Words } from "../core/words/vocabulary.ts";
import { words } from "../core/words/words.ts";
import { Failure } from "../failure.ts";
import type { Platform } from "./open-platforms.ts";
import type { Place } from "./place.ts";
import type { Accounts } from "./take-leases.ts";

/** Attaches the bot to every platform and says so, a line each; ends only when the last one has shut the bot out. */
export async function talkOnPlatforms(
  bot: AttachedBot,
  { connected }: House,
  platforms: readonly Platform[],
  accounts: Accounts,
  { language }: Place,
  open: AsyncDisposableStack,
): Promise<never> {
  const speak = words(language);
  const last = Promise.withResolvers<never>();
  // It is waited for once all are attached; what comes before that is not lost.
  last.promise.catch(() => undefined);
  const living = new Set(platforms);
  const lose = (platform: Platform, error: unknown) => {
    const known = !living.delete(platform);
    if (!(error instanceof Failure) || living.size === 0) return last.reject(error);
    if (known) return;
    // It hears nobody any more: what it would answer nobody watches over.
    platform[Symbol.asyncDispose]().then(undefined, last.reject);
    const why = speak.failure(error.code, error.facts, (name) => `/${name}`);
    process.stderr.write(`${why}\n${speak.goesOnWithout(platform.platform)}\n`);
  };
  open.defer(() => bot.close());
  if (connected === undefined) process.stderr.write(`${speak.noModelInUse}\n`);
  for (const platform of platforms) {
    await attach(bot, platform, accounts, speak).catch((error: unknown) => lose(platform, error));
    platform.shutOut?.catch((error: unknown) => lose(platform, error));
  }
  return await last.promise;
}

async function attach(bot: AttachedBot, platform: Platform, accounts: Accounts, speak: Words): Promise<void> {
  await bot.attach(platform, accounts[platform.platform] ?? platform.platform);
  process.stdout.write(`${platform.platform}: connected as ${platform.name}\n`);
  if (platform.awaits !== undefined) process.stderr.write(`${speak.awaits(platform.awaits)}\n`);
  if (platform.invite !== undefined) process.stderr.write(`${speak.invite(platform.invite)}\n`);
}
