import limits from "./kernel-limits.json" with { type: "json" };
import type { Settings } from "./settings.ts";

type KernelLimits = Readonly<Record<keyof typeof limits, number>>;

/** The bounds of one kernel, as the Python side names them too. */
export function kernelLimits(settings: Settings): KernelLimits {
  const names = Object.keys(limits) as (keyof typeof limits)[];
  return Object.fromEntries(names.map((name) => [name, settings[name]])) as KernelLimits;
}
