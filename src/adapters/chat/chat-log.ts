/** What a chat platform reports to whoever runs the bot. */
export interface ChatLog {
  warn(message: string): void;
}
