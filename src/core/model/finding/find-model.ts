import { Failure, type FailureCode } from "../../../failure.ts";
import { shownAddress } from "../../../shown-address.ts";
import { fetchModels, type ListAnswer } from "./fetch-models.ts";
import type { ServerKind } from "./model-list.ts";

/** A model and where it is served. */
export interface FoundModel {
  readonly server: ServerKind;
  /** Up to and with `/v1`. */
  readonly url: string;
  readonly name: string;
  /** All that the server lists; empty where it lists none. */
  readonly names: readonly string[];
  readonly contextTokens?: number;
}

/** Where people's model servers listen, the likeliest first. */
export interface Place {
  readonly server: ServerKind;
  readonly url: string;
}

const LOOPBACK_PLACES: readonly Place[] = [
  { server: "vllm", url: "http://127.0.0.1:8000/v1" },
  { server: "llama.cpp", url: "http://127.0.0.1:8080/v1" },
  { server: "ollama", url: "http://127.0.0.1:11434/v1" },
  { server: "lm-studio", url: "http://127.0.0.1:1234/v1" },
  { server: "sglang", url: "http://127.0.0.1:30000/v1" },
];

const LOOK_MS = 300;
const ASK_MS = 5000;

/** Looks at all places at once, and shows none of them a key. @returns the first place that lists a model, with the model asked for where one was */
export async function lookForModel(
  options: {
    readonly model?: string | undefined;
    readonly places?: readonly Place[];
    readonly timeoutMs?: number;
  } = {},
): Promise<FoundModel | undefined> {
  const { model, places = LOOPBACK_PLACES, timeoutMs = LOOK_MS } = options;
  const answers = await Promise.all(places.map(({ url }) => fetchModels(url, { timeoutMs })));
  for (const [index, place] of places.entries()) {
    const answer = answers[index];
    if (answer?.kind !== "models" || answer.models.length === 0) continue;
    const found = choose(answer, place.url, model, place.server);
    if (model === undefined || found.names.includes(model)) return found;
  }
  return undefined;
}

/**
 * Asks a configured server for its models: the one asked for, else its first.
 * @throws {Failure} when no model is named and the server names none, or refuses the key
 */
export async function askForModel(
  baseUrl: string,
  options: {
    readonly model?: string | undefined;
    readonly apiKey?: string | undefined;
    readonly timeoutMs?: number;
  } = {},
): Promise<FoundModel> {
  const { model, apiKey, timeoutMs = ASK_MS } = options;
  const url = baseUrl.replace(/\/+$/, "");
  const answer = await fetchModels(url, { apiKey, timeoutMs });
  if (answer.kind === "models" && (answer.models.length > 0 || model !== undefined))
    return choose(answer, url, model, "other");
  // A server without a list, or one that is not up yet, still has the model that a setting names.
  if (model !== undefined) return { server: "other", url, name: model, names: [] };
  throw failureOf(answer, url);
}

function choose(
  answer: Extract<ListAnswer, { readonly kind: "models" }>,
  url: string,
  wanted: string | undefined,
  usual: ServerKind,
): FoundModel {
  const { models } = answer;
  const model = models.find(({ name }) => name === wanted) ?? (wanted === undefined ? models[0] : undefined);
  const server = (model ?? models[0])?.server ?? "other";
  return {
    server: server === "other" ? usual : server,
    url,
    name: wanted ?? model?.name ?? "",
    names: models.map(({ name }) => name),
    ...(model?.contextTokens !== undefined && { contextTokens: model.contextTokens }),
  };
}

function failureOf(answer: ListAnswer, url: string): Failure {
  const { code, said, status } = whatCame(answer);
  const facts = { url: shownAddress(url), model: "", ...(status !== undefined && { status }), said };
  const message = `Expected a list of models from ${facts.url}/models, got ${said}: set MODEL, or check OPENAI_BASE_URL.`;
  return new Failure(code, message, { facts });
}

function whatCame(answer: ListAnswer): { readonly code: FailureCode; readonly said: string; readonly status?: number } {
  if (answer.kind === "unreachable") return { code: "model-unreachable", said: answer.cause };
  if (answer.kind === "models") return { code: "model-not-found", said: "an empty list" };
  const { status } = answer;
  if (status === 401 || status === 403) return { code: "model-unauthorized", said: `status ${status}`, status };
  return { code: "model-not-found", said: status === 200 ? "something else" : `status ${status}`, status };
}
