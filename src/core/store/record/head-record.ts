import { z } from "zod";

const version = 1;
const headSchema = z.object({ version: z.literal(version), turns: z.int().nonnegative() });

export function headRecord(turns: number): unknown {
  return { version, turns } satisfies z.infer<typeof headSchema>;
}

/** @returns undefined when the record is damaged, or of a version that this bot does not know */
export function turnsOf(record: unknown): number | undefined {
  return headSchema.safeParse(record).data?.turns;
}
