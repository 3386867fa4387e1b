import type { Settings } from "../../config/settings.ts";
import type { connectModel } from "../core/model/finding/connect-model.ts";
import type { Sleep } from "../core/sleep.ts";

/** The model that the settings ask for. */
export function modelWish(settings: Settings, sleep: Sleep): Parameters<typeof connectModel>[0] {
  return {
    baseUrl: settings.openaiBaseUrl,
    model: settings.model,
    apiKey: settings.openaiApiKey,
    dialect: settings.dialect,
    sampling: settings,
    contextTokens: settings.contextTokens,
    patience: {
      firstTokenMs: settings.firstTokenSeconds * 1000,
      betweenTokensMs: settings.nextTokenSeconds * 1000,
      attempts: settings.attempts,
    },
    shared: settings,
    sleep,
  };
}
