import type { z } from "zod";

/** What was kept as JSON; undefined where nothing was, or where it is damaged. */
export function readKept<Kept>(schema: z.ZodType<Kept>, text: string | undefined): Kept | undefined {
  try {
    return text === undefined ? undefined : schema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
