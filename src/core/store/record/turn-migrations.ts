import { z } from "zod";
import type { Migration, Versioned } from "./migrate.ts";

/** Of a turn of version 1 as much as its migration has to know, whatever an entry is today. */
const entriesOfOne = z.array(
  z.looseObject({
    kind: z.string(),
    via: z.string().optional(),
    text: z.string().optional(),
    parts: z
      .array(z.looseObject({ kind: z.string(), id: z.string().optional(), code: z.string().optional() }))
      .optional(),
  }),
);

/** The steps from version 1 of a turn's record to the newest. */
export const turnMigrations: readonly Migration[] = [sayWhatIsUnknown];

/** A turn of version 1 could end without a word about a block whose outcome was lost. */
function sayWhatIsUnknown(record: Versioned): Versioned {
  const entries = entriesOfOne.safeParse(record["entries"]).data ?? [];
  const end = entries.findIndex(({ kind }) => kind === "ended");
  const lost = lostCall(entries.slice(0, Math.max(end, 0)));
  if (lost === undefined) return record;
  return { ...record, entries: entries.toSpliced(end, 0, { kind: "refused", ...lost, why: "unknown" }) };
}

function lostCall(entries: z.infer<typeof entriesOfOne>) {
  const last = entries.findLast(({ kind }) => ["asked", "said", "ran", "refused"].includes(kind));
  if (last?.kind === "asked" && last.via === "run") return { call: "cell1", code: last.text };
  const call = last?.kind === "said" ? last.parts?.findLast(({ kind }) => kind === "call") : undefined;
  return call === undefined ? undefined : { call: call.id, code: call.code };
}
