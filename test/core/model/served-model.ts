import assert from "node:assert/strict";
import { fenced } from "../../../src/core/model/dialects/fenced.ts";
import { OpenAiModel, type OpenAiModelOptions } from "../../../src/core/model/served/openai-model.ts";
import { STOP_STRINGS } from "../../../src/core/model/served/stop-strings.ts";
import { Failure } from "../../../src/failure.ts";
import { listen } from "../../contracts/model-contract.ts";
import { ModelServer, type Play } from "../../fakes/model-server.ts";

/** Longer than any test: what waits for it hangs, and the test's time limit says so. */
export const LONG_MS = 600_000;

export function modelAt(url: string, more: Partial<OpenAiModelOptions> & { slept?: number[] } = {}): OpenAiModel {
  const { slept = [], ...options } = more;
  return new OpenAiModel({
    baseUrl: url,
    model: "glm-4-9b-chat",
    dialect: fenced,
    sampling: { temperature: 0.95, topP: 0.8, maxTokens: 4096 },
    stop: STOP_STRINGS,
    contextTokens: 32_768,
    patience: { firstTokenMs: LONG_MS, betweenTokensMs: LONG_MS, attempts: 3 },
    sleep: async (ms) => void slept.push(ms),
    now: () => Date.parse("2026-11-23T12:00:00Z"),
    random: () => 1,
    ...options,
  });
}

export async function hearing(play: Play, more: Parameters<typeof modelAt>[1] = {}) {
  await using server = await ModelServer.start(play);
  return await listen(modelAt(server.url, more));
}

export async function failing(plays: readonly Play[], more: Parameters<typeof modelAt>[1] = {}) {
  await using server = await ModelServer.start(...plays);
  const error: unknown = await listen(modelAt(server.url, more)).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof Failure, String(error));
  return { error, requests: server.requests.length };
}

/** One event of a stream as it is. */
export const raw = (text: string): string => `data: ${text}\n\n`;
