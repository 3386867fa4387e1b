import { createHash } from "node:crypto";
import type { Settings } from "../../config/settings.ts";
import type { Sleep } from "../core/sleep.ts";
import { Lease } from "../core/store/lease.ts";
import type { Store } from "../core/store/store.ts";
import type { Failure } from "../failure.ts";

/**
 * Makes this process the only one on the store that answers with these tokens, until `open` is disposed.
 * @returns `lost`, which rejects once another process has taken over
 * @throws {Failure} `already-running`, `store-gone`, `disk-full`
 */
export async function takeLeases(
  settings: Settings,
  store: Store,
  sleep: Sleep,
  open: AsyncDisposableStack,
): Promise<{ readonly lost: Promise<never> }> {
  const losses: Promise<Failure>[] = [];
  for (const name of Object.values(accountsOf(settings)))
    losses.push(open.use(await Lease.take(store, name, sleep)).lost);
  const lost = Promise.race(losses).then((failure) => Promise.reject(failure));
  // Whoever runs the bot races it; until then nobody hears it.
  lost.catch(() => undefined);
  return { lost };
}

/** The bots that a process is, by their platforms, such as `slack/0a1b…`: a token names its bot, and its hash tells nothing. */
export type Accounts = Readonly<Record<string, string>>;

export function accountsOf({ slackBotToken, discordToken }: Settings): Accounts {
  const tokens = Object.entries({ slack: slackBotToken, discord: discordToken });
  return Object.fromEntries(
    tokens.flatMap(([platform, token]) =>
      token === undefined
        ? []
        : [[platform, `${platform}/${createHash("sha256").update(token).digest("hex").slice(0, 32)}`]],
    ),
  );
}
