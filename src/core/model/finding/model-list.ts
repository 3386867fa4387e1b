/** Which program serves a model, as far as its list of models tells. */
export type ServerKind = "vllm" | "sglang" | "llama.cpp" | "ollama" | "lm-studio" | "other";

/** One model of a server's list. */
export interface ListedModel {
  readonly name: string;
  /** Tokens of prompt and answer together, where the list says. */
  readonly contextTokens?: number;
  readonly server: ServerKind;
}

type Fields = Readonly<Record<string, unknown>>;

const OWNERS: Readonly<Record<string, ServerKind>> = {
  vllm: "vllm",
  sglang: "sglang",
  llamacpp: "llama.cpp",
  library: "ollama",
  organization_owner: "lm-studio",
};
/** Servers list these beside the models that answer. */
const NOT_FOR_CHAT = /embed|\bbge-|rerank|whisper|\btts\b|moderation|dall-e/i;

/**
 * Reads the answer of `GET /models` (OpenAI's API reference, "List models").
 * @returns undefined when this is not a list of models at all
 */
export function readModelList(raw: unknown): readonly ListedModel[] | undefined {
  if (!isFields(raw) || !Array.isArray(raw["data"])) return undefined;
  const data: readonly unknown[] = raw["data"];
  const models = data.filter(isModel);
  if (models.length !== data.length || (raw["object"] !== "list" && models.length === 0)) return undefined;
  return models.filter((model) => !NOT_FOR_CHAT.test(model.id)).map(listed);
}

function listed(model: Fields & { readonly id: string }): ListedModel {
  const contextTokens = contextOf(model);
  const owner = model["owned_by"];
  const server = (typeof owner === "string" ? OWNERS[owner] : undefined) ?? "other";
  return { name: model.id, server, ...(contextTokens !== undefined && { contextTokens }) };
}

/** vLLM and SGLang say `max_model_len`, llama.cpp `meta.n_ctx`, LM Studio and hosts other names. */
function contextOf(model: Fields): number | undefined {
  const meta = isFields(model["meta"]) ? model["meta"] : {};
  const names = ["max_model_len", "loaded_context_length", "context_length", "max_context_length", "context_window"];
  const sizes = [...names.map((name) => model[name]), meta["n_ctx"]];
  return sizes.find((size): size is number => typeof size === "number" && Number.isInteger(size) && size >= 512);
}

function isModel(value: unknown): value is Fields & { readonly id: string } {
  if (!isFields(value) || typeof value["id"] !== "string" || value["id"] === "") return false;
  return value["object"] === undefined || value["object"] === "model";
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
