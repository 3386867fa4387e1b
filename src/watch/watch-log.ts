import type { Logger } from "pino";

/** The log as this room writes it: fields beside a sentence. */
export type WatchLog = Pick<Logger, "debug" | "info" | "warn" | "error">;
