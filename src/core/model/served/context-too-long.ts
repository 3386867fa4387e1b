import type { Counted } from "./fault.ts";

/** How vLLM, SGLang, llama.cpp, Ollama, LM Studio, OpenAI and the hosted GLM say that a prompt does not fit. */
const TOO_LONG = [
  /maximum context length/i,
  /context[_ ]length[_ ]exceeded/i,
  /exceeds? the (?:available )?context (?:size|length|window)/i,
  /(?:exceeds?|larger than|longer than|greater than)[^.]{0,60}(?:context|model(?:'s)? (?:max(?:imum)?|length))/i,
  /exceed_context_size_error/i,
  /input (?:is |length )?too long|prompt is too long|input[^.]{0,40} is longer than/i,
  /context (?:the )?overflow|trying to keep the first \d+ tokens/i,
  /max_tokens[^.]{0,40}too large/i,
  /(?:输入|上下文|提示).{0,20}(?:过长|超长|超出|超过)|(?:tokens?|长度).{0,12}(?:超限|超出|超过)/i,
];

const LIMITS = [
  /maximum context length (?:is|of) (\d+)/i,
  /context (?:size|length|window)[^\d]{0,20}\((\d+)(?: tokens)?\)/i,
  /\((\d+) tokens\)[^.]*context/i,
];
const PROMPTS = [
  /\((\d+) in the messages/i,
  /\((\d+) in your prompt/i,
  /your messages resulted in (\d+)/i,
  /(?:prompt|input|request)[^.\d]{0,40}(\d+) (?:input )?tokens/i,
  /request \((\d+) tokens\)/i,
];

/** @param status of the answer; undefined inside a stream */
export function saysTooLong(said: string, status: number | undefined): boolean {
  if (status !== undefined && ![400, 413, 422, 500].includes(status)) return false;
  return TOO_LONG.some((wording) => wording.test(said));
}

/** The numbers in such a refusal, where it names both. */
export function countedOf(said: string): Counted | undefined {
  const contextTokens = firstNumber(said, LIMITS);
  const promptTokens = firstNumber(said, PROMPTS);
  return contextTokens === undefined || promptTokens === undefined ? undefined : { contextTokens, promptTokens };
}

function firstNumber(text: string, patterns: readonly RegExp[]): number | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[1];
    if (found !== undefined) return Number(found);
  }
  return undefined;
}
