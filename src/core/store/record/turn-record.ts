import { z } from "zod";
import type { Entry } from "../../dialog.ts";
import { entrySchema } from "./entry-schema.ts";
import { migrate } from "./migrate.ts";
import { turnMigrations } from "./turn-migrations.ts";

/** Rises with a migration, when a shape changes in a way that an older bot would misread. */
const version = turnMigrations.length + 1;

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

/** A turn as it was kept. */
export interface KeptTurn {
  readonly entries: readonly CheckedEntry[];
  /** The version by which it was kept, where that is an older one. */
  readonly olderVersion: number | undefined;
}

/** @returns undefined when the record is damaged, or of a version or kind that this bot does not know */
export function readTurn(record: unknown): KeptTurn | undefined {
  const migrated = migrate(record, turnMigrations);
  const read = turnSchema.safeParse(migrated?.record ?? record);
  return read.success ? { entries: read.data.entries, olderVersion: migrated?.from } : undefined;
}
