import type { ConnectedModel } from "../../house.ts";
import type { Sleep } from "../../sleep.ts";
import { type DialectName, dialects } from "../dialects/dialects.ts";
import { OpenAiModel, type Patience } from "../served/openai-model.ts";
import { profileOf, type Sampling } from "../served/sampling.ts";
import { STOP_STRINGS } from "../served/stop-strings.ts";
import { SharedModel, type SharedModelLimits } from "../shared-model.ts";
import { askForModel, type FoundModel, lookForModel } from "./find-model.ts";

/** What the settings say of the model; what they leave out is found, or is the family's usual. */
export interface ModelWish {
  readonly baseUrl: string | undefined;
  readonly model: string | undefined;
  readonly apiKey: string | undefined;
  readonly dialect: DialectName;
  readonly sampling: { readonly [Name in keyof Sampling]?: Sampling[Name] | undefined };
  readonly contextTokens: number | undefined;
  readonly patience: Patience;
  readonly shared: SharedModelLimits;
  readonly sleep: Sleep;
}

/**
 * Connects the configured model, else one that listens on this machine.
 * @returns undefined when none is configured and none is found
 * @throws {Failure} when a server is configured that names no model
 */
export async function connectModel(wish: ModelWish): Promise<ConnectedModel | undefined> {
  const { baseUrl, model, apiKey } = wish;
  const found = baseUrl === undefined ? await lookForModel({ model }) : await askForModel(baseUrl, { model, apiKey });
  if (found === undefined) return undefined;
  return { model: new SharedModel(served(found, wish), wish.shared), url: found.url };
}

function served(found: FoundModel, wish: ModelWish): OpenAiModel {
  const { sampling, thinks } = profileOf(found.name);
  return new OpenAiModel({
    baseUrl: found.url,
    apiKey: wish.baseUrl === undefined ? undefined : wish.apiKey,
    model: found.name,
    dialect: dialects[wish.dialect],
    stop: STOP_STRINGS,
    countsAlong: found.server === "vllm",
    sampling: {
      temperature: wish.sampling.temperature ?? sampling.temperature,
      topP: wish.sampling.topP ?? sampling.topP,
      maxTokens: wish.sampling.maxTokens ?? sampling.maxTokens,
    },
    thinks,
    contextTokens: wish.contextTokens ?? found.contextTokens,
    patience: wish.patience,
    sleep: wish.sleep,
    now: Date.now,
    random: Math.random,
  });
}
