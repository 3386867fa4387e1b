import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { end, run } from "../../contracts/kernel-contract.ts";
import { liveHost } from "./live-host.ts";

/** A cell that makes a file, and then searches for ever without letting go of Python's lock. */
const HELD = 'import re\nx = 5\nopen("held", "w").close()\nre.match("(a+)+$", "a" * 40 + "b")';

describe("a look at a Python whose cell runs in C and lets nothing else run", () => {
  const host = liveHost();
  after(() => host[Symbol.asyncDispose]());

  it("comes within its bound, with the time and the memory that are seen from outside", async () => {
    const session = host.open("held", 0);
    const stop = new AbortController();
    const cell = run(session, HELD, stop.signal);
    while ((await session.files()).length === 0) await new Promise(setImmediate);
    const from = performance.now();
    const glimpse = await session.look();
    const tookMs = performance.now() - from;
    stop.abort();
    assert.deepEqual(end(await cell), { outcome: "interrupted", kept: true, generation: 1 });
    assert.ok(tookMs < 5_000, `it took ${tookMs} ms`);
    assert.equal(glimpse?.hidden, true);
    assert.ok(Number(glimpse.runningMs) > 1_000);
    assert.ok(glimpse.memoryBytes > 20_000_000, `${glimpse.memoryBytes} bytes`);
    const free = await session.look();
    assert.equal(free?.hidden, undefined);
    assert.ok(free?.variables.some(({ name }) => name === "x"));
  });
});
