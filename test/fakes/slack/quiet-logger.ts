import { type Logger, LogLevel } from "@slack/bolt";

/** For clients of tests, whose errors are what the test looks at. */
export const quietLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};
