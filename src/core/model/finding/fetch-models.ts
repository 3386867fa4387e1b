import { causeOf, parsedJson } from "../../../http-answer.ts";
import { type ListedModel, readModelList } from "./model-list.ts";

/** What came of asking a server for its models. */
export type ListAnswer =
  | { readonly kind: "models"; readonly models: readonly ListedModel[] }
  /** It answered, but not with a list of models. */
  | { readonly kind: "other"; readonly status: number }
  | { readonly kind: "unreachable"; readonly cause: string };

const BODY_LIMIT_BYTES = 2_000_000;

/** Asks `GET {url}/models`; never throws for what a server does. */
export async function fetchModels(
  url: string,
  options: { readonly apiKey?: string | undefined; readonly timeoutMs: number },
): Promise<ListAnswer> {
  const headers = { accept: "application/json", ...(options.apiKey && { authorization: `Bearer ${options.apiKey}` }) };
  try {
    const signal = AbortSignal.timeout(options.timeoutMs);
    const response = await fetch(`${url}/models`, { headers, redirect: "error", signal });
    const body = await boundedText(response);
    const models = response.ok ? readModelList(parsedJson(body)) : undefined;
    return models ? { kind: "models", models } : { kind: "other", status: response.status };
  } catch (error) {
    return { kind: "unreachable", cause: causeOf(error) };
  }
}

/** The body, or as much of it as is no longer a list of models. */
async function boundedText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of response.body ?? []) {
    text += decoder.decode(bytes, { stream: true });
    if (text.length > BODY_LIMIT_BYTES) break;
  }
  return text;
}
