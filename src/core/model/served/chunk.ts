import type { Usage } from "../model.ts";
import type { End } from "../reader/heard.ts";

/** What one chunk of a stream brings; the texts may be empty. */
export interface Chunk {
  readonly text: string;
  readonly thinking: string;
  readonly finish?: End;
  readonly usage?: Usage;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a chunk of a chat completion (OpenAI's API reference, "The chat completion chunk object"), and what other
 * servers make of it: no choices, a null content, a whole `message` in place of a delta, thoughts in a field apart.
 */
export function readChunk(raw: unknown): Chunk {
  const chunk = fieldsOf(raw);
  const choice = fieldsOf(Array.isArray(chunk["choices"]) ? chunk["choices"][0] : undefined);
  const delta = fieldsOf(choice["delta"] ?? choice["message"]);
  const finish = endOf(choice["finish_reason"]);
  const usage = usageOf(chunk["usage"]);
  return {
    text: textOf(delta["content"]),
    thinking: textOf(delta["reasoning_content"]) || textOf(delta["reasoning"]),
    ...(finish && { finish }),
    ...(usage && { usage }),
  };
}

function endOf(reason: unknown): End | undefined {
  if (typeof reason !== "string" || reason === "") return undefined;
  if (reason === "length" || reason === "max_tokens") return "length";
  return reason === "abort" || reason === "error" ? "cut" : "stop";
}

function usageOf(raw: unknown): Usage | undefined {
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = fieldsOf(raw);
  return isCount(promptTokens)
    ? { promptTokens, completionTokens: isCount(completionTokens) ? completionTokens : 0 }
    : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}
