import { randomUUID } from "node:crypto";
import { Failure } from "../failure.ts";
import type { Incoming } from "./adapter.ts";
import type { BotLog } from "./bot-log.ts";
import { failed } from "./turn.ts";
import { extend, type TurnView } from "./view.ts";

/** A failure ends an answer with its sentence, a mistake of our own with a reference to the log. */
export function endedBy(error: unknown, view: TurnView, { id }: Pick<Incoming, "id">, log: BotLog): TurnView {
  if (error instanceof Failure) return extend(view, { kind: "ended", ending: failed(error) });
  const reference = randomUUID().slice(0, 8);
  log.mistake(reference, error, id);
  return extend(view, { kind: "ended", ending: { why: "our-mistake", reference } });
}
