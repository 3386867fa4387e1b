import { z } from "zod";

/** What every record has, whatever else its version keeps. */
const versioned = z.looseObject({ version: z.int().positive() });

export type Versioned = z.infer<typeof versioned>;

/** Makes a record of one version a record of the next; a record that it cannot read stays as it is. Its number is seen to. */
export type Migration = (record: Versioned) => Versioned;

/**
 * An older record as a bot of today keeps it.
 * @param migrations the first makes version 2 of version 1, and so on
 * @returns undefined when the record is none of an older version
 */
export function migrate(
  record: unknown,
  migrations: readonly Migration[],
): { readonly record: Versioned; readonly from: number } | undefined {
  const { data } = versioned.safeParse(record);
  if (data === undefined || data.version > migrations.length) return undefined;
  const steps = migrations.slice(data.version - 1);
  const newest = steps.reduce<Versioned>((older, next) => ({ ...next(older), version: older.version + 1 }), data);
  return { record: newest, from: data.version };
}
