import type { Store } from "../../core/store/store.ts";
import { Failure } from "../../failure.ts";
import type { ModelTrouble } from "../ports/watched-model.ts";
import type { Need } from "./readiness.ts";

/** How long a failure of the model counts: the server is asked for turns alone, so nobody may ask for long. */
const TROUBLE_MS = 600_000;

export function storeNeed(store: Pick<Store, "get">): Need {
  return {
    name: "store",
    look: async () => {
      await store.get("watch/look");
    },
  };
}

export function kernelsNeed(host: { ready(): Promise<void> }): Need {
  return { name: "kernels", look: () => host.ready() };
}

export function platformNeed(platform: { readonly platform: string; readonly connected: boolean }): Need {
  return {
    name: platform.platform,
    look: async () => {
      if (!platform.connected) throw new Failure("platform-unreachable", `${platform.platform} is not connected.`);
    },
  };
}

/**
 * @param model undefined where none was found
 * @param now the clock by which the trouble was noted
 */
export function modelNeed(model: { readonly trouble: ModelTrouble | undefined } | undefined, now: () => number): Need {
  return {
    name: "model",
    look: async () => {
      if (model === undefined) throw new Failure("no-model", "Expected a model to be connected, found none.");
      const { trouble } = model;
      if (trouble === undefined || now() - trouble.atMs > TROUBLE_MS) return;
      throw new Failure(trouble.code, "The last request to the model came to nothing.");
    },
  };
}
