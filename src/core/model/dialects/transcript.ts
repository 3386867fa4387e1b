import type { ChatMessage } from "./dialect.ts";

/** A chat that is being written: roles always alternate, and what stands never changes. */
export class Transcript {
  readonly #messages: ChatMessage[];
  #remarks: string[] = [];

  constructor(system: string) {
    this.#messages = [{ role: "system", content: system }];
  }

  get messages(): readonly ChatMessage[] {
    return this.#messages;
  }

  get waitsForAssistant(): boolean {
    return this.#messages.at(-1)?.role === "user";
  }

  /** Keeps a remark of the bot's own until the next user message, which it opens. */
  remark(sentence: string): void {
    this.#remarks.push(`[notebook: ${sentence}]`);
  }

  /** Keeps what others said for the next user message, which it opens. */
  before(said: string): void {
    this.#remarks.push(said);
  }

  user(content: string): void {
    if (this.waitsForAssistant) this.assistant("[notebook: no answer was written here.]");
    const remarks = this.#remarks.map((remark) => `${remark}\n`).join("");
    this.#remarks = [];
    this.#messages.push({ role: "user", content: remarks + content });
  }

  assistant(content: string): void {
    if (!this.waitsForAssistant) this.user("[notebook: go on.]");
    this.#messages.push({ role: "assistant", content });
  }
}
