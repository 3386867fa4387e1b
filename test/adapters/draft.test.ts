import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { Draft, type Verdict } from "../../src/adapters/draft.ts";
import type { Posted, Wanted } from "../../src/adapters/reconcile.ts";
import { type ChannelView, FakeChannel, type Treatment } from "../fakes/fake-channel.ts";

const treatment: fc.Arbitrary<Treatment> = fc.record({
  turns: fc.nat(6),
  arrives: fc.boolean(),
  answers: fc.boolean(),
});

/** Views as a turn makes them: texts that grow, figures that come whole, all closed at the end. */
const growingViews = fc
  .array(fc.oneof(fc.constant("new"), fc.constant("figure"), fc.string({ minLength: 1, maxLength: 4 })), {
    minLength: 1,
    maxLength: 20,
  })
  .map((steps) => {
    const views: ChannelView[] = [];
    let now: Wanted<string>[] = [];
    for (const step of steps) {
      const key = `${now.length + 1}`;
      const last = now.at(-1);
      if (step === "figure" || step === "new" || last === undefined || last.body.startsWith("figure")) {
        now = now.map((message) => ({ ...message, open: false }));
        now = [
          ...now,
          step === "figure" ? { key, body: `figure${key}`, open: false } : { key, body: `=${step}`, open: true },
        ];
      } else {
        now = [...now.slice(0, -1), { ...last, body: last.body + step }];
      }
      views.push(now);
    }
    return [...views, now.map((message) => ({ ...message, open: false }))];
  });

describe("a draft", () => {
  it("shows the last view, each message once and in order, however slow and forgetful the platform is", async () => {
    const property = fc.asyncProperty(
      growingViews,
      fc.array(treatment, { maxLength: 30 }),
      fc.array(fc.nat(5), { minLength: 20, maxLength: 20 }),
      async (views, treatments, pauses) => {
        const channel = new FakeChannel(treatments);
        const draft = new Draft(channel);
        for (const [index, view] of views.entries()) {
          draft.draw(view);
          for (let turn = 0; turn < (pauses[index] ?? 0); turn++) await Promise.resolve();
        }
        assert.deepEqual(await draft.settle(), { kind: "delivered" });
        const wanted = (views.at(-1) ?? []).map((message) => ({ ...message, visible: true }));
        assert.deepEqual(channel.shown, wanted);
        assert.deepEqual(channel.early, []);
        assert.ok(channel.mostAtOnce <= 1);
      },
    );
    await fc.assert(property, { numRuns: 500 });
  });

  it("goes on after a restart at any moment without posting anything twice", async () => {
    const property = fc.asyncProperty(
      growingViews,
      fc.array(treatment, { maxLength: 30 }),
      fc.nat(12),
      async (views, treatments, life) => {
        const channel = new FakeChannel(treatments);
        const first = new Draft(channel);
        for (const view of views.slice(0, life)) {
          first.draw(view);
          await Promise.resolve();
        }
        await first.settle();
        const kept: readonly Posted<string>[] = structuredClone(channel.remembered);
        const second = new Draft(channel, kept);
        second.draw(views.at(-1) ?? []);
        await second.settle();
        assert.deepEqual(
          channel.shown.map(({ key, body }) => [key, body]),
          (views.at(-1) ?? []).map(({ key, body }) => [key, body]),
        );
      },
    );
    await fc.assert(property, { numRuns: 200 });
  });

  it("drops views that came while an operation was under way, for the newest", async () => {
    const channel = new FakeChannel([{ turns: 50, arrives: true, answers: true }]);
    const draft = new Draft(channel);
    for (const body of ["a", "ab", "abc", "abcd"]) draft.draw([{ key: "1", body, open: true }]);
    await draft.settle();
    assert.deepEqual(
      channel.performed.map(({ kind }) => kind),
      ["post", "append"],
    );
    assert.equal(channel.shown[0]?.body, "abcd");
  });

  it("looks for a post whose answer was lost before it posts again, and makes sure of what it says", async () => {
    const channel = new FakeChannel([{ turns: 0, arrives: true, answers: false }]);
    const draft = new Draft(channel);
    draft.draw([{ key: "1", body: "a", open: false }]);
    await draft.settle();
    assert.deepEqual(
      channel.performed.map(({ kind }) => kind),
      ["post", "find", "edit"],
    );
  });

  it("says which message a platform refused and shows the others", async () => {
    class Refusing extends FakeChannel {
      override judge(): Verdict {
        return { kind: "skip" };
      }
    }
    const channel = new Refusing([{ turns: 0, arrives: false, answers: false }]);
    const draft = new Draft(channel);
    draft.draw([
      { key: "1", body: "a", open: false },
      { key: "2", body: "b", open: false },
    ]);
    assert.deepEqual(await draft.settle(), { kind: "undelivered", reason: "post 1: the channel lost post 1" });
    assert.deepEqual(
      channel.shown.map(({ key }) => key),
      ["2"],
    );
  });

  it("counts the failures of a post that it looks for each time in vain, so that it can be given up", async () => {
    class Patient extends FakeChannel {
      override judge(_error?: unknown, _operation?: unknown, attempt = 0): Verdict {
        return attempt < 5 ? { kind: "again", after: Promise.resolve() } : { kind: "skip" };
      }
    }
    const lost = { turns: 0, arrives: false, answers: false };
    const looked = { turns: 0, arrives: true, answers: true };
    const channel = new Patient(Array.from({ length: 200 }, (_, at) => (at % 2 === 0 ? lost : looked)));
    const draft = new Draft(channel);
    draft.draw([{ key: "1", body: "a", open: false }]);
    assert.equal((await draft.settle()).kind, "undelivered");
    assert.equal(channel.performed.filter(({ kind }) => kind === "post").length, 5);
  });

  it("stops at once when the platform is gone, and says so", async () => {
    class Gone extends FakeChannel {
      override judge(): Verdict {
        return { kind: "over" };
      }
    }
    const channel = new Gone([{ turns: 0, arrives: false, answers: false }]);
    const draft = new Draft(channel);
    draft.draw([
      { key: "1", body: "a", open: false },
      { key: "2", body: "b", open: false },
    ]);
    assert.equal((await draft.settle()).kind, "undelivered");
    draft.draw([{ key: "3", body: "c", open: false }]);
    await draft.settle();
    assert.equal(channel.performed.length, 1);
  });

  it("rejects with the mistake when rendering fails, in place of saying that all is shown", async () => {
    class Broken extends FakeChannel {
      override render(): ChannelView {
        throw new RangeError("a mistake in render");
      }
    }
    const draft = new Draft(new Broken());
    draft.draw([]);
    await assert.rejects(draft.settle(), RangeError);
  });
});
