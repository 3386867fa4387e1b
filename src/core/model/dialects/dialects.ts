import type { Dialect } from "./dialect.ts";
import { fenced } from "./fenced.ts";

/** Every dialect by the name it has in the settings. */
export const dialects = { fenced } as const satisfies Readonly<Record<string, Dialect>>;

export type DialectName = keyof typeof dialects;
