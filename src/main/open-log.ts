import { renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Logger, pino } from "pino";
import type { Settings } from "../../config/settings.ts";

/** A log that is longer at a start makes way for a fresh one, and replaces the one before it. */
const LOG_BYTES = 10_000_000;

/** @param data the data folder; it must exist */
export function openLog(data: string, settings: Settings): Logger {
  const file = join(data, "logs", "threadbook.log");
  const kept = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (kept > LOG_BYTES) renameSync(file, `${file}.1`);
  return pino({ level: settings.logLevel, base: null }, pino.destination({ dest: file, mkdir: true, sync: true }));
}
