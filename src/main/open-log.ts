import { renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Logger, pino } from "pino";
import type { Settings } from "../../config/settings.ts";
import { plainError } from "../watch/plain-error.ts";
import { withoutSecrets } from "../watch/without-secrets.ts";

/** A log that is longer at a start makes way for a fresh one, and replaces the one before it. */
const LOG_BYTES = 10_000_000;

/** Fields in which clients of platforms and models keep what must not be in a log. */
const HIDDEN = ["token", "apiKey", "authorization", "password", "headers", "body", "data", "requestBody"];

/**
 * @param data the data folder; it must exist
 * @param secrets what must not be in the log, wherever it stands
 */
export function openLog(data: string, settings: Settings, secrets: readonly string[]): Logger {
  const file = join(data, "logs", "threadbook.log");
  const kept = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (kept > LOG_BYTES) renameSync(file, `${file}.1`);
  const options = {
    level: settings.logLevel,
    base: null,
    serializers: { err: plainError },
    redact: { paths: HIDDEN.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "…" },
    hooks: { streamWrite: withoutSecrets(secrets) },
  };
  return pino(options, pino.destination({ dest: file, mkdir: true, sync: true }));
}
