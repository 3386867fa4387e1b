import type { Adapter, Delivery } from "./adapter.ts";
import { viewOf } from "./replay.ts";
import type { Threads } from "./threads.ts";
import type { Unanswered } from "./unanswered.ts";
import { emptyView, extend, type TurnView } from "./view.ts";

/**
 * Draws again the answer to a message that an earlier life of the bot accepted: as far as it is on record, and with the
 * word that it was cut off where it was.
 * @throws {Failure} `store-gone`, `disk-full`
 */
export async function excuse(message: Unanswered, adapter: Adapter, threads: Threads): Promise<Delivery> {
  const reply = await adapter.reopen(message.reply, message.ownCode);
  reply.draw(await lastView(message, threads));
  const delivery = await reply.settle();
  if (message.quick) await threads.discard(message.thread);
  return delivery;
}

async function lastView({ message, thread, language }: Unanswered, threads: Threads): Promise<TurnView> {
  using open = await threads.open(thread);
  const turn = open.record.dialog.turns.findLast(({ entries }) =>
    entries.some((entry) => entry.kind === "asked" && entry.message === message),
  );
  if (turn !== undefined) return viewOf(turn.entries);
  return extend(emptyView(language), { kind: "ended", ending: { why: "failed", code: "bot-restarted", facts: {} } });
}
