import { createHash } from "node:crypto";
import type { DeliveryId, ReplyRef, ThreadId } from "../core/ids.ts";

/**
 * A turn, an answer or a thread in the log: the first 12 hexadecimal digits of the SHA-256 of its id. The record holds the id, so
 * that who may read the record finds the turn, and who may not learns no channel and no person.
 */
export function shortId(id: DeliveryId | ReplyRef | ThreadId): string {
  return createHash("sha256").update(id).digest("hex").slice(0, 12);
}
