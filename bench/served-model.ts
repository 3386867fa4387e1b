import { setTimeout as wait } from "node:timers/promises";
import { fenced } from "../src/core/model/dialects/fenced.ts";
import { OpenAiModel } from "../src/core/model/served/openai-model.ts";

/** A model behind a server that a bench has made, which may be slow under load. */
export function servedAt(baseUrl: string): OpenAiModel {
  return new OpenAiModel({
    baseUrl,
    model: "measured",
    dialect: fenced,
    stop: [],
    sampling: { temperature: 0, topP: 1, maxTokens: 500 },
    contextTokens: 32_768,
    patience: { firstTokenMs: 60_000, betweenTokensMs: 60_000, attempts: 2 },
    sleep,
    now: Date.now,
    random: Math.random,
  });
}

export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return wait(ms, undefined, { signal });
}
