import { type Logger, LogLevel } from "@slack/bolt";
import type { ChatLog } from "../../chat/chat-log.ts";

/** Bolt's logger: what it warns of goes to the log, and nothing to the screen. */
export function boltLog(log: ChatLog): Logger {
  const warn = (...parts: readonly unknown[]) => log.warn(parts.map(String).join(" "));
  return {
    debug: () => undefined,
    info: () => undefined,
    warn,
    error: warn,
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}
