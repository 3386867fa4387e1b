import type { CallResult } from "../../core/adapter.ts";

/** What a chat platform reports to whoever runs the bot. */
export interface ChatLog {
  warn(message: string): void;
  /** A request to the platform has come to something. @param method the platform's name of it, without what was asked */
  called?(method: string, result: CallResult): void;
}
