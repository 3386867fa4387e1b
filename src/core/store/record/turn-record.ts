import { z } from "zod";
import type { Entry } from "../../dialog.ts";
import { entrySchema } from "./entry-schema.ts";

/** Rises when a shape changes in a way that an older bot would misread. */
const version = 1;

const turnSchema = z.object({ version: z.literal(version), entries: z.array(entrySchema) });

type Frozen<T> = T extends string | number | boolean ? T : { readonly [Key in keyof T]: Frozen<T[Key]> };
// Only between generic functions does TypeScript compare types for being identical.
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** `never` as soon as schema and type differ in one property, so that reading an entry no longer compiles. */
type CheckedEntry = Same<Frozen<z.infer<typeof entrySchema>>, Entry> extends true ? Entry : never;

/**
 * A turn as the store keeps it.
 * @throws {Error} when an entry is one that could not be read again
 */
export function turnRecord(entries: readonly Entry[]): unknown {
  const record = { version, entries };
  const read = turnSchema.safeParse(record);
  if (!read.success) throw new Error(`Expected entries that can be kept, got: ${z.prettifyError(read.error)}`);
  return record;
}

/** @returns undefined when the record is damaged, or of a version or kind that this bot does not know */
export function entriesOf(record: unknown): readonly CheckedEntry[] | undefined {
  const read = turnSchema.safeParse(record);
  return read.success ? read.data.entries : undefined;
}
