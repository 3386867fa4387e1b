import { setTimeout as wait } from "node:timers/promises";

/** Time that passes so many times as fast. @param shift milliseconds that are added to it, as a test goes on */
export function fastClock(speed: number, shift: () => number = () => 0) {
  const begun = Date.now();
  return {
    now: () => Math.round(begun + (Date.now() - begun) * speed) + shift(),
    wait: (ms: number, signal: AbortSignal) => wait(ms / speed, undefined, { signal }).catch(() => undefined),
  };
}
