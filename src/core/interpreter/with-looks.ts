import type { CellEvent, Glimpse } from "../../kernel/session.ts";
import type { Sleep } from "../sleep.ts";

/** After so much of a cell's time each look at it is due; then one every half minute. */
const DUE_SECONDS = [5, 10, 20, 30, 45, 60];
const LATER_SECONDS = 30;

/** What was seen of a cell that runs for long. */
export type Looked = { readonly kind: "looked" } & Required<Pick<Glimpse, "runningMs" | "memoryBytes">>;

/** A cell's events, and between them, while it runs for long, what is seen of it from outside. */
export async function* withLooks(
  events: AsyncIterable<CellEvent>,
  look: () => Promise<Glimpse | undefined>,
  sleep: Sleep,
): AsyncGenerator<CellEvent | Looked, void> {
  const over = new AbortController();
  const cell = events[Symbol.asyncIterator]();
  let looks = 0;
  const due = () => {
    const seen = sleep(1000 * dueIn(looks++), over.signal).then(look);
    // Nobody waits for the last one.
    seen.catch(() => undefined);
    return seen;
  };
  try {
    let next = cell.next();
    let seen: Promise<Glimpse | undefined> | undefined;
    for (;;) {
      const first = await Promise.race([
        next.then((event) => ({ event })),
        ...(seen === undefined ? [] : [quiet(seen)]),
      ]);
      if ("event" in first) {
        if (first.event.done) return;
        if (first.event.value.kind === "started") seen = due();
        yield first.event.value;
        next = cell.next();
      } else {
        seen = due();
        if (first.runningMs !== undefined)
          yield { kind: "looked", runningMs: first.runningMs, memoryBytes: first.memoryBytes };
      }
    }
  } finally {
    over.abort();
    await cell.return?.();
  }
}

/** Seconds from the look before to this one. */
function dueIn(look: number): number {
  return (DUE_SECONDS[look] ?? LATER_SECONDS) - (look < DUE_SECONDS.length ? (DUE_SECONDS[look - 1] ?? 0) : 0);
}

/** A look that fails, or finds nothing that runs, tells nothing; the cell itself tells what is wrong. */
function quiet(
  seen: Promise<Glimpse | undefined>,
): Promise<{ readonly runningMs?: number; readonly memoryBytes: number }> {
  return seen.then(
    (glimpse) => glimpse ?? { memoryBytes: 0 },
    () => ({ memoryBytes: 0 }),
  );
}
