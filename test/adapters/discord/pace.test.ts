import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { Pace } from "../../../src/adapters/discord/pace.ts";
import { Buckets } from "../../fakes/discord/rest/buckets.ts";

/** Time that passes only while somebody waits. */
function stillClock() {
  let now = 1_000;
  return {
    now: () => now,
    wait: async (ms: number) => {
      now += ms;
    },
    pass: (ms: number) => {
      now += ms;
    },
  };
}

describe("the pace of posts and edits", () => {
  it("never uses up what Discord allows a channel, whatever comes when", async () => {
    const step = fc.record({
      kind: fc.constantFrom("post" as const, "edit" as const),
      rest: fc.nat(3_000),
      travel: fc.nat(400),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const clock = stillClock();
        let arrives = 0;
        const buckets = new Buckets(() => arrives);
        const pace = new Pace(clock, new AbortController().signal);
        for (const { kind, rest, travel } of steps) {
          clock.pass(rest);
          await pace.turn("c", kind);
          arrives = Math.max(arrives, clock.now() + travel);
          const { headers } = buckets.take({ key: "messages:c", limit: 5, windowMs: 5_000 });
          assert.notEqual(headers["x-ratelimit-remaining"], "0");
        }
      }),
    );
  });

  it("keeps edits 1.1 s apart, lets posts follow at once, and holds back no other channel", async () => {
    const clock = stillClock();
    const pace = new Pace(clock, new AbortController().signal);
    const times: number[] = [];
    for (const [channel, kind] of [
      ["c", "post"],
      ["c", "post"],
      ["c", "edit"],
      ["d", "edit"],
      ["c", "edit"],
      ["c", "post"],
    ] as const) {
      await pace.turn(channel, kind);
      times.push(clock.now() - 1_000);
    }
    assert.deepEqual(times, [0, 0, 1_100, 1_100, 2_200, 5_500]);
  });

  it("waits as long as Discord says", async () => {
    const clock = stillClock();
    const pace = new Pace(clock, new AbortController().signal);
    pace.pause("c", 9_000);
    await pace.turn("c", "post");
    assert.equal(clock.now(), 10_000);
  });
});
