import type { Entry } from "./dialog.ts";
import type { Ending } from "./turn.ts";

type Refused = Extract<Entry, { readonly kind: "refused" }>;
type Ended = Extract<Entry, { readonly kind: "ended" }>;

/**
 * What closes a turn on the record: its ending, and before it the word that nobody knows what came of a block that has
 * no outcome there, because the bot or its store was gone when there was one.
 */
export function closing(entries: readonly Entry[], ending: Ending): readonly (Refused | Ended)[] {
  const open = openCall(entries);
  const unknown: readonly Refused[] = open === undefined ? [] : [{ kind: "refused", ...open, why: "unknown" }];
  return [...unknown, { kind: "ended", ending }];
}

/** The block that was last handed over to be run, where the record says neither what came of it nor why it was not. */
function openCall(entries: readonly Entry[]): { readonly call: string; readonly code: string } | undefined {
  const last = entries.findLast(
    ({ kind }) => kind === "asked" || kind === "said" || kind === "ran" || kind === "refused",
  );
  if (last?.kind === "asked" && last.via === "run") return { call: "cell1", code: last.text };
  const said = last?.kind === "said" ? last.parts.findLast((part) => part.kind === "call") : undefined;
  return said === undefined ? undefined : { call: said.id, code: said.code };
}
