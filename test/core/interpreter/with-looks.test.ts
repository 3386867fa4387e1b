import assert from "node:assert/strict";
import { test } from "node:test";
import { withLooks } from "../../../src/core/interpreter/with-looks.ts";
import type { CellEvent, Glimpse } from "../../../src/kernel/session.ts";

const started: CellEvent = { kind: "started", generation: 1 };
const closed: CellEvent = { kind: "closed", end: { outcome: "ok", kept: true, generation: 1 } };

/** A cell that closes when it is told to, and a clock whose waits end when they are told to. */
function cellAndClock() {
  const end = Promise.withResolvers<void>();
  const waits: { readonly ms: number; readonly over: () => void }[] = [];
  async function* events(): AsyncGenerator<CellEvent> {
    yield started;
    await end.promise;
    yield closed;
  }
  const sleep = (ms: number, signal: AbortSignal) =>
    new Promise<void>((over, reject) => {
      waits.push({ ms, over });
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  return { events, sleep, waits, end: end.resolve };
}

function glimpse(runningMs?: number): Glimpse {
  return { generation: 1, memoryBytes: 7, variables: [], more: 0, ...(runningMs === undefined ? {} : { runningMs }) };
}

test("a cell that takes long is looked at, rarer and rarer, until it ends", async () => {
  const { events, sleep, waits, end } = cellAndClock();
  let runningMs = 0;
  const seen = withLooks(events(), async () => glimpse((runningMs += 5000)), sleep);
  assert.deepEqual((await seen.next()).value, started);
  for (const at of [1, 2, 3]) {
    const next = seen.next();
    while (waits.length < at) await new Promise(setImmediate);
    waits[at - 1]?.over();
    assert.deepEqual((await next).value, { kind: "looked", runningMs: at * 5000, memoryBytes: 7 });
  }
  end();
  assert.deepEqual((await seen.next()).value, closed);
  assert.equal((await seen.next()).done, true);
  assert.deepEqual(
    waits.map(({ ms }) => ms),
    [5000, 5000, 10_000, 10_000],
  );
});

test("a look that fails or finds nothing is not told, and the cell goes on", async () => {
  const { events, sleep, waits, end } = cellAndClock();
  let looks = 0;
  const look = async () => {
    looks += 1;
    if (looks === 1) throw new Error("no answer");
    return glimpse();
  };
  const seen = withLooks(events(), look, sleep);
  await seen.next();
  const next = seen.next();
  for (const at of [1, 2, 3]) {
    while (waits.length < at) await new Promise(setImmediate);
    if (at < 3) waits[at - 1]?.over();
  }
  end();
  assert.deepEqual((await next).value, closed);
});

test("leaving early leaves the cell too", async () => {
  const { events, sleep } = cellAndClock();
  let left = false;
  async function* watched() {
    try {
      yield* events();
    } finally {
      left = true;
    }
  }
  const seen = withLooks(watched(), async () => undefined, sleep);
  await seen.next();
  await seen.return(undefined);
  assert.ok(left);
});
