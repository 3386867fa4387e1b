import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { LoopTurns } from "../../../../src/core/store/sqlite/loop-turns.ts";

/** Work that takes so long that a turn of the loop is over with it. */
function long(): void {
  for (const from = performance.now(); performance.now() - from < 6; );
}

test("work is done at once while the loop's turn is young", async () => {
  const turns = new LoopTurns();
  let done = 0;
  const first = turns.run(() => ++done);
  const second = turns.run(() => ++done);
  assert.equal(done, 2);
  assert.deepEqual(await Promise.all([first, second]), [1, 2]);
});

test("after long work the loop turns before the next, and everything keeps its order", async () => {
  const turns = new LoopTurns();
  const order: string[] = [];
  const works = Array.from({ length: 5 }, (_, at) =>
    turns.run(() => {
      long();
      order.push(`${at}`);
    }),
  );
  let turned = 0;
  const looking = (async () => {
    for (; order.length < 5; turned++) await setImmediate();
  })();
  await Promise.all([...works, looking]);
  assert.deepEqual(order, ["0", "1", "2", "3", "4"]);
  assert.ok(turned >= 4, `${turned}`);
});

test("what fails fails for whoever asked, and not for the next", async () => {
  const turns = new LoopTurns();
  const works = [turns.run(long), turns.run(() => assert.fail("broken")), turns.run(() => "well")];
  const [, broken, well] = await Promise.allSettled(works);
  assert.equal(broken?.status, "rejected");
  assert.deepEqual(well, { status: "fulfilled", value: "well" });
});
