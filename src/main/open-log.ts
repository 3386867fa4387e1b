import { join } from "node:path";
import { type Logger, pino } from "pino";
import type { Settings } from "../../config/settings.ts";
import { plainError } from "../watch/plain-error.ts";
import { turnField } from "../watch/turn-context.ts";
import { withoutSecrets } from "../watch/without-secrets.ts";
import { LogFile } from "./log-file.ts";

/** Fields in which clients of platforms and models keep what must not be in a log. */
const HIDDEN = ["token", "apiKey", "authorization", "password", "headers", "body", "data", "requestBody"];

/**
 * @param data the data folder; it must exist
 * @param secrets what must not be in the log, wherever it stands
 */
export function openLog(data: string, settings: Pick<Settings, "logLevel">, secrets: readonly string[]): Logger {
  const file = new LogFile(join(data, "logs", "threadbook.log"), (sentence) => process.stderr.write(`${sentence}\n`));
  const clean = withoutSecrets(secrets);
  const streamWrite = (line: string) => {
    const written = clean(line);
    file.expect(written);
    return written;
  };
  const paths = HIDDEN.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  const options = {
    level: settings.logLevel,
    base: null,
    mixin: turnField,
    serializers: { err: plainError },
    redact: { paths, censor: "…" },
    hooks: { streamWrite },
  };
  return pino(options, file.destination);
}
