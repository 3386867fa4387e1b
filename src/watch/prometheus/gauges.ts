import type { Phase } from "../meter.ts";
import type { MakeMetrics } from "./make-metrics.ts";

/** What is so at the moment. */
export interface Now {
  /** How many turns are busy with what. */
  phases(): ReadonlyMap<Phase, number>;
  /** How many Pythons are up. */
  pythons(): number;
  /** Each platform, and whether it is connected. */
  platforms(): ReadonlyMap<string, boolean>;
}

const PHASES: readonly Phase[] = ["lane", "files", "model-queue", "model", "python", "cell-queue", "cell"];
const QUEUES = { lane: "lane", model: "model-queue", cell: "cell-queue" } as const satisfies Record<string, Phase>;

/** What is read at each look. */
export function gauges(make: MakeMetrics, now: Now): void {
  make.gauge("turns_open", "Turns under way, by what they are busy with", "phase", () => {
    const counts = now.phases();
    return PHASES.map((phase) => [phase, counts.get(phase) ?? 0]);
  });
  make.gauge("queue_length", "Turns that wait for others: in a lane, at the model, for cells", "queue", () => {
    const counts = now.phases();
    return Object.entries(QUEUES).map(([queue, phase]) => [queue, counts.get(phase) ?? 0]);
  });
  make.plainGauge("pythons_up", "Pythons that are up", () => now.pythons());
  make.gauge("platform_connected", "1 while a configured platform is connected", "platform", () =>
    [...now.platforms()].map(([platform, connected]) => [platform, connected ? 1 : 0]),
  );
}
