import { setTimeout as wait } from "node:timers/promises";
import type { Check, Finding, Subject } from "./check.ts";

/** A check that was given up has this long to clean up after itself. */
const CLEAN_UP_MS = 5_000;

/** What was found of a subject, or why nothing could be. */
export type Examined = { readonly subject: Subject } & (
  | { readonly kind: "found"; readonly finding: Finding }
  | { readonly kind: "failed"; readonly error: unknown }
  | { readonly kind: "too-slow"; readonly limitMs: number }
);

/**
 * Makes all checks, the groups side by side and those of a group one after another.
 * @param signal ends what still runs
 * @returns what came of each, in the order of the checks, as soon as it and all before it are known
 */
export async function* examine(groups: readonly (readonly Check[])[], signal: AbortSignal): AsyncGenerator<Examined> {
  const running = groups.flatMap((group) => inTurn(group, signal));
  for (const examined of running) yield await examined;
}

function inTurn(group: readonly Check[], signal: AbortSignal): readonly Promise<Examined>[] {
  let before: Promise<unknown> = Promise.resolve();
  return group.map((check) => {
    const examined = before.then(() => bounded(check, signal));
    before = examined;
    return examined;
  });
}

async function bounded(check: Check, signal: AbortSignal): Promise<Examined> {
  const { subject, limitMs } = check;
  const slow = AbortSignal.timeout(limitMs);
  const over = AbortSignal.any([signal, slow]);
  const settled = new AbortController();
  try {
    over.throwIfAborted();
    const finding = await Promise.race([check.examine(over), givenUp(over, settled.signal)]);
    return { subject, kind: "found", finding };
  } catch (error) {
    return slow.aborted ? { subject, kind: "too-slow", limitMs } : { subject, kind: "failed", error };
  } finally {
    settled.abort();
  }
}

/** Rejects for a check that goes on although it is over. */
async function givenUp(over: AbortSignal, settled: AbortSignal): Promise<never> {
  await new Promise((resolve) => over.addEventListener("abort", resolve, { once: true }));
  await wait(CLEAN_UP_MS, undefined, { signal: settled });
  throw over.reason;
}
