import type { Incoming } from "./adapter.ts";
import type { DeliveryId } from "./ids.ts";

/** What the bot reports to whoever runs it. */
export interface BotLog {
  /** A mistake of our own, with the reference that the person was given. */
  mistake(reference: string, error: unknown, message: DeliveryId): void;
  undelivered(incoming: Pick<Incoming, "id">, reason: string): void;
  /** What was said while the bot was away may not all have been heard. */
  unheard(platform: string, reason: string): void;
}
