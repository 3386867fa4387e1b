import type { ChatMessage } from "./dialects/dialect.ts";

const CHARACTERS_PER_TOKEN = 3.3;
const TOKENS_PER_WIDE = 0.9;
/** What a template puts around a message. */
const TOKENS_PER_MESSAGE = 5;
const WIDE = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]|[\ud840-\ud88f][\udc00-\udfff]/g;

/** Tokens that the text takes, guessed rather too high; Chinese, Japanese and Korean characters count for more. */
export function estimateTokens(text: string): number {
  const wide = text.match(WIDE)?.length ?? 0;
  return (text.length - wide) / CHARACTERS_PER_TOKEN + wide * TOKENS_PER_WIDE;
}

/** Estimates the size of prompts, and learns from what the server counts. */
export class PromptSize {
  #ratio = 1;

  tokens(messages: readonly ChatMessage[]): number {
    return Math.round(rawEstimate(messages) * this.#ratio);
  }

  /** @param counted the server's count for exactly these messages */
  learn(messages: readonly ChatMessage[], counted: number): void {
    const estimated = rawEstimate(messages);
    // A server that counts only what its cache did not hold must not make the estimate useless.
    if (counted > 0 && estimated > 0) this.#ratio = Math.min(3, Math.max(0.5, counted / estimated));
  }
}

function rawEstimate(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, message) => sum + estimateTokens(message.content) + TOKENS_PER_MESSAGE, 0);
}
