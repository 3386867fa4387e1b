import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Adapter, Incoming, Reply } from "../../src/core/adapter.ts";
import { cellId, personId, replyRef } from "../../src/core/ids.ts";
import type { TurnEvent } from "../../src/core/turn.ts";
import { emptyView, extend, type TurnView } from "../../src/core/view.ts";
import { hearing } from "../fakes/hearing.ts";

/** An adapter on a platform that a test can speak through and look at. */
export interface AdapterBench {
  readonly adapter: Adapter;
  /** A person writes a message that is meant for the bot, always in the same thread. */
  say(text: string): Promise<void>;
  /** What people see now of all the bot ever posted, oldest first. */
  shown(): Promise<string>;
  /** What a text of others would do harm with if it reached the platform as it is; none may be in `raw()`. */
  readonly harmful: readonly string[];
  /** Makes the platform take nothing more until the returned function is called. */
  hold(): () => void;
  /** Everything the adapter gave the platform, as it gave it, without what the adapter itself adds by right. */
  raw(): Promise<string>;
  /** Ends the platform's side; called after the adapter was disposed. */
  close(): Promise<void>;
}

interface Heard {
  readonly incoming: Incoming;
  readonly reply: Reply;
}

/** What every chat platform must do, whatever it is. `make` gives a fresh bench that has not been started. */
export function adapterContract(name: string, make: () => Promise<AdapterBench>): void {
  describe(`${name}, as an adapter`, () => {
    it("delivers each message once, in order, in one thread, with ids of their own", () =>
      meet(make, async ({ bench, hear, heard }) => {
        for (const text of ["first", "second", "third"])
          await answer(bench, hear, text, [{ kind: "prose", text: "ok" }]);
        const texts = heard.map(({ incoming }) => incoming.text);
        assert.deepEqual(texts, ["first", "second", "third"]);
        assert.equal(new Set(heard.map(({ incoming }) => incoming.thread)).size, 1);
        assert.equal(new Set(heard.map(({ incoming }) => incoming.id)).size, 3);
        assert.equal(new Set(heard.map(({ reply }) => reply.ref)).size, 3);
      }));

    it("never hears its own answers", () =>
      meet(make, async ({ bench, hear, heard }) => {
        await answer(bench, hear, "hello", [{ kind: "prose", text: "an answer\n/help\n" }]);
        await answer(bench, hear, "bye", []);
        assert.deepEqual(
          heard.map(({ incoming }) => incoming.text),
          ["hello", "bye"],
        );
      }));

    it("shows all of the last view once, in order, when it has settled", () =>
      meet(make, async ({ bench, hear }) => {
        await answer(bench, hear, "question", [
          { kind: "prose", text: "Before the code." },
          ...worked,
          { kind: "prose", text: "After the code." },
        ]);
        const shown = await bench.shown();
        const places = ["Before the code.", "work()", "printed-text", "After the code."].map((part) =>
          shown.indexOf(part),
        );
        assert.ok(!places.includes(-1), shown);
        assert.deepEqual(
          places,
          places.toSorted((one, other) => one - other),
        );
        assert.equal(shown.split("printed-text").length, 2, shown);
      }));

    it("shows the newest of many views, and no piece of it twice", () =>
      meet(make, async ({ bench, hear }) => {
        const words = Array.from({ length: 40 }, (_, at) => ({ kind: "prose", text: `word${at}. ` }) as const);
        await answer(bench, hear, "question", words);
        const shown = await bench.shown();
        for (const at of [0, 20, 39]) assert.equal(shown.split(`word${at}.`).length, 2, shown);
      }));

    it("settles at once on a view that was drawn before", () =>
      meet(make, async ({ bench, hear }) => {
        const { reply, view } = await answer(bench, hear, "question", [{ kind: "prose", text: "only once" }]);
        reply.draw(view);
        assert.deepEqual(await reply.settle(), { kind: "delivered" });
        assert.equal((await bench.shown()).split("only once").length, 2);
      }));

    it("brings the last view to a platform that took nothing for a while", () =>
      meet(make, async ({ bench, hear }) => {
        const heard = hear();
        await bench.say("question");
        const { reply } = await heard;
        const letGo = bench.hold();
        const events: TurnEvent[] = [];
        for (let at = 0; at < 100; at++) {
          events.push({ kind: "prose", text: `word${at}. ` });
          reply.draw(fold(events));
        }
        reply.draw(fold([...events, { kind: "ended", ending: { why: "answered" } }]));
        const settled = reply.settle();
        letGo();
        assert.deepEqual(await settled, { kind: "delivered" });
        const shown = await bench.shown();
        for (const at of [0, 50, 99]) assert.equal(shown.split(`word${at}.`).length, 2, shown);
      }));

    it("is disposed of within a bound, though the platform takes nothing", { timeout: 10_000 }, () =>
      meet(make, async ({ bench, hear }) => {
        const heard = hear();
        await bench.say("question");
        const { reply } = await heard;
        const letGo = bench.hold();
        reply.draw(fold([{ kind: "prose", text: "on its way\n" }]));
        await bench.adapter[Symbol.asyncDispose]();
        letGo();
      }),
    );

    it("lets nothing that others wrote act on the platform", () =>
      meet(make, async ({ bench, hear }) => {
        const evil = bench.harmful.join(" harmless ");
        await answer(bench, hear, "question", [
          { kind: "prose", text: evil },
          { kind: "cell-opened", cell: cellId("1"), code: `print(${evil})` },
          { kind: "cell-printed", cell: cellId("1"), output: { kind: "stream", stream: "stdout", text: evil } },
          {
            kind: "cell-printed",
            cell: cellId("1"),
            output: { kind: "error", name: evil, value: evil, traceback: evil },
          },
          { kind: "cell-closed", cell: cellId("1"), end: { outcome: "raised", kept: true, generation: 1 } },
        ]);
        const raw = await bench.raw();
        assert.match(raw, /harmless/);
        for (const harm of bench.harmful)
          assert.ok(!raw.includes(harm), `${JSON.stringify(harm)} reached the platform`);
      }));

    it("whispers a sentence", () =>
      meet(make, async ({ bench, hear }) => {
        const { reply } = await answer(bench, hear, "question", []);
        await assert.doesNotReject(reply.whisper("only for you"));
      }));

    for (const ownCode of [false, true]) {
      it(`draws an earlier answer again, ${ownCode ? "without" : "with"} its code`, () =>
        meet(make, async ({ bench, hear, heard }) => {
          await answer(bench, hear, "question", []);
          const [first] = heard;
          assert.ok(first);
          const reply = await bench.adapter.reopen(replyRef(first.incoming.thread, "earlier"), ownCode);
          reply.draw(fold([...worked, { kind: "ended", ending: { why: "answered" } }]));
          assert.deepEqual(await reply.settle(), { kind: "delivered" });
          const shown = await bench.shown();
          assert.match(shown, /printed-text/);
          assert.equal(shown.includes("work()"), !ownCode);
        }));
    }

    it("gives at most as much history as was asked for", () =>
      meet(make, async ({ bench, hear, heard }) => {
        await answer(bench, hear, "question", []);
        const [first] = heard;
        assert.ok(first);
        assert.deepEqual(await bench.adapter.history(first.incoming.thread, first.incoming.id, 0), []);
      }));

    it("is disposed of twice as well as once", () =>
      meet(make, async ({ bench }) => {
        await bench.adapter[Symbol.asyncDispose]();
      }));
  });
}

const worked: readonly TurnEvent[] = [
  { kind: "cell-opened", cell: cellId("1"), code: "work()" },
  { kind: "cell-printed", cell: cellId("1"), output: { kind: "stream", stream: "stdout", text: "printed-text\n" } },
  { kind: "cell-closed", cell: cellId("1"), end: { outcome: "ok", kept: true, generation: 1 } },
];

interface Meeting {
  readonly bench: AdapterBench;
  /** Resolves with the next message that the adapter delivers. */
  readonly hear: () => Promise<Heard>;
  readonly heard: readonly Heard[];
}

async function meet(make: () => Promise<AdapterBench>, talk: (meeting: Meeting) => Promise<void>): Promise<void> {
  const bench = await make();
  const heard: Heard[] = [];
  const waiting: ((next: Heard) => void)[] = [];
  await bench.adapter.start(
    hearing(async (incoming, reply) => {
      heard.push({ incoming, reply });
      waiting.shift()?.({ incoming, reply });
      return "accepted";
    }),
  );
  try {
    await talk({ bench, heard, hear: () => new Promise((resolve) => waiting.push(resolve)) });
  } finally {
    await bench.adapter[Symbol.asyncDispose]();
    await bench.adapter[Symbol.asyncDispose]();
    await bench.close();
  }
}

/** Says a text and answers it with these events, each drawn, and an ending; resolves when it has settled. */
async function answer(
  bench: AdapterBench,
  hear: () => Promise<Heard>,
  text: string,
  events: readonly TurnEvent[],
): Promise<{ readonly reply: Reply; readonly view: TurnView }> {
  const heard = hear();
  await bench.say(text);
  const { reply } = await heard;
  for (let shown = 1; shown <= events.length; shown++) reply.draw(fold(events.slice(0, shown)));
  const view = extend(fold(events), { kind: "ended", ending: { why: "stopped", by: personId("contract", "nobody") } });
  reply.draw(view);
  assert.deepEqual(await reply.settle(), { kind: "delivered" });
  return { reply, view };
}

function fold(events: readonly TurnEvent[]): TurnView {
  return events.reduce(extend, emptyView("en"));
}
