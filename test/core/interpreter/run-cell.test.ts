import assert from "node:assert/strict";
import { test } from "node:test";
import { viewOf } from "../../../src/core/replay.ts";
import { Failure } from "../../../src/failure.ts";
import { FakeKernelHost } from "../../fakes/fake-kernel.ts";
import { fenced, PlayedThread } from "../../fakes/turn.ts";

test("a cell that waits for the machine says how many are ahead, then that Python starts, and is drawn again as it ran", async () => {
  const host = new FakeKernelHost(undefined, { cellsAtOnce: 1 });
  const stop = new AbortController();
  const asleep = Promise.withResolvers<void>();
  const other = (async () => {
    for await (const event of host.open("other", 0).run('print("asleep")\ntime.sleep(60)', stop.signal))
      if (event.kind === "printed") asleep.resolve();
  })();
  await asleep.promise;
  const thread = new PlayedThread(host);
  const { events, view } = await thread.ask([fenced("print(6)"), "Six."], {
    watch: (event) => event.kind === "waiting" && event.for === "turn-in-kernel-queue" && stop.abort(),
  });
  await other;
  assert.deepEqual(
    events.filter((event) => event.kind === "waiting"),
    [
      { kind: "waiting", for: "model" },
      { kind: "waiting", for: "kernel" },
      { kind: "waiting", for: "turn-in-kernel-queue", ahead: 1 },
      { kind: "waiting", for: "kernel" },
      { kind: "waiting", for: "model" },
    ],
  );
  assert.deepEqual(viewOf(thread.entries), view);
});

test("a person whose Pythons are all in use is told so, and the code is shown as not run", async () => {
  const full = new Failure("own-kernels-busy", "full", { facts: { limit: 5 } });
  const host = new FakeKernelHost(undefined, { start: () => Promise.reject(full) });
  const { view } = await new PlayedThread(host).ask([fenced("1"), "never"]);
  assert.deepEqual(view.ending, { why: "failed", code: "own-kernels-busy", facts: { limit: 5 } });
  const [cell] = view.blocks;
  assert.equal(cell?.kind === "cell" && cell.refusal, "not-started");
});
