import type { Deliver, Listener } from "../../src/core/adapter.ts";

/** A listener that only takes messages. */
export function hearing(deliver: Deliver): Listener {
  return { deliver, notice: async () => undefined };
}
