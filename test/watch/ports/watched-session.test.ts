import assert from "node:assert/strict";
import { test } from "node:test";
import type { KernelSession } from "../../../src/kernel/session.ts";
import { WatchedKernels } from "../../../src/watch/ports/watched-kernels.ts";
import { PromMeter } from "../../../src/watch/prometheus/prom-meter.ts";
import { FakeKernelHost } from "../../fakes/fake-kernel.ts";
import { sum } from "../scrape.ts";

/** A session as the bot has it, and below it the one whose Python can end by itself. */
function watched() {
  const meter = new PromMeter();
  const host = new FakeKernelHost();
  const session = new WatchedKernels(host, meter, () => 0).open("thread", 0);
  const losses = async (labels = {}) => sum(await meter.text(), "threadbook_python_losses_total", labels);
  return { session, below: host.open("thread", 0), losses };
}

async function run(session: KernelSession, code: string): Promise<void> {
  for await (const { kind } of session.run(code, new AbortController().signal)) if (kind === "closed") return;
}

test("a Python that ended unbidden between two cells is counted once, when the next cell misses it", async () => {
  const { session, below, losses } = watched();
  await run(session, "a = 1");
  await below.restart();
  await run(session, "a = 2");
  await run(session, "a = 3");
  assert.equal(await losses({ outcome: "between-cells" }), 1);
  assert.equal(await losses(), 1);
});

test("a Python that somebody ended is no loss, and one that a cell ended is none a second time", async () => {
  const { session, losses } = watched();
  await run(session, "a = 1");
  await session.restart();
  await run(session, "a = 1");
  assert.equal(await losses(), 0);
  await run(session, "os._exit(1)");
  await run(session, "a = 1");
  assert.equal(await losses({ outcome: "kernel-died" }), 1);
  assert.equal(await losses(), 1);
});
