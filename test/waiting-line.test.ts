import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { WaitingLine } from "../src/waiting-line.ts";

const FOREVER = new AbortController().signal;

/** Enters and waits; `told` is all that was said of the wait, as far as it has come. */
function enter(queue: WaitingLine, signal: AbortSignal = FOREVER) {
  const told: number[] = [];
  const place = (async () => {
    const waiting = queue.enter("", signal);
    while (true) {
      const { done, value } = await waiting.next();
      if (done) return value;
      if (value.kind === "queued") told.push(value.ahead);
    }
  })();
  return { told, place };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
}

describe("a line of who waits", () => {
  it("lets in at once who finds a place, and says nothing of a wait", async () => {
    const queue = new WaitingLine(2);
    const [one, two] = [enter(queue), enter(queue)];
    assert.ok(await one.place);
    assert.ok(await two.place);
    assert.deepEqual([one.told, two.told], [[], []]);
  });

  it("tells those who wait how many are ahead, and lets them in as they came", async () => {
    const queue = new WaitingLine(1);
    const [first, second, third] = [enter(queue), enter(queue), enter(queue)];
    const place = await first.place;
    await settle();
    assert.deepEqual([second.told, third.told], [[1], [2]]);
    place?.[Symbol.dispose]();
    place?.[Symbol.dispose]();
    (await second.place)?.[Symbol.dispose]();
    assert.ok(await third.place);
    assert.deepEqual(
      [second.told, third.told],
      [
        [1, 0],
        [2, 1, 0],
      ],
    );
  });

  it("lets go of who gives up waiting, by a signal or by leaving, and moves the others up", async () => {
    const queue = new WaitingLine(1);
    const stop = new AbortController();
    const first = enter(queue);
    const place = await first.place;
    const second = enter(queue, stop.signal);
    const leaver = queue.enter("", FOREVER);
    assert.deepEqual((await leaver.next()).value, { kind: "queued", ahead: 2 });
    const fourth = enter(queue);
    await settle();
    stop.abort();
    assert.equal(await second.place, undefined);
    await leaver.return(undefined);
    await settle();
    assert.deepEqual([fourth.told[0], fourth.told.at(-1)], [3, 1]);
    place?.[Symbol.dispose]();
    assert.ok(await fourth.place);
  });

  it("passes a place on when who was given it leaves before taking it", async () => {
    const queue = new WaitingLine(1);
    const place = await enter(queue).place;
    const leaver = queue.enter("", FOREVER);
    await leaver.next();
    const third = enter(queue);
    await settle();
    place?.[Symbol.dispose]();
    await leaver.return(undefined);
    assert.ok(await third.place);
  });

  it("never lets in more than there are places, nor leaves one empty while somebody waits", async () => {
    const acts = fc.array(fc.record({ gives: fc.boolean(), at: fc.nat() }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), acts, async (places, steps) => {
        const queue = new WaitingLine(places);
        const inside: Disposable[] = [];
        let waiting = 0;
        const come = async () => {
          const place = await enter(queue).place;
          waiting -= 1;
          if (place !== undefined) inside.push(place);
        };
        for (const { gives, at } of steps) {
          if (gives && inside.length > 0) inside.splice(at % inside.length, 1)[0]?.[Symbol.dispose]();
          else {
            waiting += 1;
            void come();
          }
          await settle();
          assert.ok(inside.length <= places);
          assert.ok(waiting === 0 || inside.length === places);
        }
      }),
      { numRuns: 50 },
    );
  });
});
