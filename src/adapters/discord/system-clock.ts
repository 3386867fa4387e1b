import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "./discord-options.ts";

export const systemClock: Clock = {
  now: () => Date.now(),
  wait: (ms, signal) => wait(ms, undefined, { signal }).catch(() => undefined),
};
