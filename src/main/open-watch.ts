import type { Logger } from "pino";
import { SettingsFault } from "../../config/read-settings.ts";
import type { Settings } from "../../config/settings.ts";
import type { ConnectedModel } from "../core/house.ts";
import type { Store } from "../core/store/store.ts";
import type { JupyterHost } from "../kernel/jupyter/host.ts";
import type { KernelHost } from "../kernel/session.ts";
import { WatchedKernels } from "../watch/ports/watched-kernels.ts";
import { WatchedModel } from "../watch/ports/watched-model.ts";
import type { PromMeter } from "../watch/prometheus/prom-meter.ts";
import { LoopLag } from "../watch/serving/loop-lag.ts";
import { kernelsNeed, modelNeed, platformNeed, storeNeed } from "../watch/serving/needs.ts";
import type { Need } from "../watch/serving/readiness.ts";
import { type Watched, WatchServer } from "../watch/serving/watch-server.ts";
import { Watch } from "../watch/watch.ts";
import type { Platform } from "./open-platforms.ts";

const now = () => performance.now();

/** What the bot is made of, once all of it is open. */
interface Parts {
  readonly store: Store;
  readonly kernels: KernelHost & Pick<JupyterHost, "ready">;
  readonly connected: ConnectedModel | undefined;
  readonly platforms: readonly Pick<Platform, "platform" | "connected">[];
}

/** The parts whose use is measured, in place of those that were given. */
interface WatchedParts {
  readonly kernels: KernelHost;
  readonly connected: ConnectedModel | undefined;
}

export interface OpenWatch {
  readonly watch: Watch;
  /** From now on `/readyz` looks at these. */
  readonly see: (parts: Parts) => WatchedParts;
}

/**
 * Whoever watches the bot: the log alone, or with a port set also `/healthz`, `/readyz` and `/metrics`.
 * @throws {SettingsFault} when the port cannot be had
 */
export async function openWatch(settings: Settings, log: Logger, open: AsyncDisposableStack): Promise<OpenWatch> {
  if (settings.watchPort === 0) return { watch: new Watch(log, undefined), see: (parts) => parts };
  // It takes as long to load as all else that a start in a terminal needs.
  const { PromMeter } = await import("../watch/prometheus/prom-meter.ts");
  const meter = new PromMeter();
  const watch = new Watch(log, meter);
  const lag = open.use(new LoopLag());
  let needs: readonly Need[] = [];
  const metrics = async () => ({ type: meter.type, text: await meter.text() });
  open.use(await listen({ needs: () => needs, lagMs: () => lag.ms, metrics }, settings));
  const see = (parts: Parts) => {
    const meant = settings.model !== undefined || parts.platforms.length > 0;
    const watched = watchParts(parts, meant, watch, meter);
    needs = watched.needs;
    return watched;
  };
  return { watch, see };
}

/** Puts whoever measures around the parts. @param modelMeant whether somebody expects a model, found or not */
export function watchParts(
  parts: Parts,
  modelMeant: boolean,
  watch: Watch,
  meter: PromMeter,
): WatchedParts & { readonly needs: readonly Need[] } {
  const { store, platforms, connected } = parts;
  const kernels = new WatchedKernels(parts.kernels, meter, now);
  const model = connected && new WatchedModel(connected.model, meter, now);
  meter.read({
    phases: () => watch.phases(),
    pythons: () => kernels.up,
    platforms: () => new Map(platforms.map(({ platform, connected: up }) => [platform, up])),
  });
  const needs = [
    storeNeed(store),
    kernelsNeed(parts.kernels),
    ...(model === undefined && !modelMeant ? [] : [modelNeed(model, now)]),
    ...platforms.map(platformNeed),
  ];
  return { needs, kernels, connected: connected && model && { ...connected, model } };
}

async function listen(watched: Watched, { watchHost: host, watchPort: port }: Settings): Promise<WatchServer> {
  try {
    return await WatchServer.open(watched, host, port);
  } catch (error) {
    const why = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new SettingsFault([
      `Expected THREADBOOK_WATCH_PORT to be a port that is free on ${host}, got '${port}': ${why}.`,
    ]);
  }
}
