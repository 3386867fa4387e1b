import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import type { ChatBody } from "../../../src/adapters/chat/chat-body.ts";
import type { ChatDesk } from "../../../src/adapters/chat/chat-performer.ts";
import { ChatReply, reopenReply } from "../../../src/adapters/chat/chat-reply.ts";
import type { Clock } from "../../../src/adapters/chat/clock.ts";
import { renderChat } from "../../../src/adapters/chat/render-chat.ts";
import type { Verdict } from "../../../src/adapters/draft.ts";
import type { Posted } from "../../../src/adapters/reconcile.ts";
import { blobHash, cellId, replyRef, threadId } from "../../../src/core/ids.ts";
import { openStore } from "../../../src/core/store/open-store.ts";
import type { Output, TurnEvent } from "../../../src/core/turn.ts";
import { emptyView, extend, type TurnView } from "../../../src/core/view.ts";
import { words } from "../../../src/core/words/words.ts";
import { type ChatTreatment, FakeChatChannel } from "../../fakes/fake-chat-channel.ts";
import { plainMarkup } from "../../fakes/plain-markup.ts";
import { encodedPng } from "./small-png.ts";

const answer = { ref: replyRef(threadId("fake", "1"), "m1"), ownCode: false };
const manner = { markup: plainMarkup, syntax: (name: string) => `!${name}` };
const pictures = await Promise.all([1, 2, 3].map(encodedPng));

const treatment: fc.Arbitrary<ChatTreatment> = fc.record({
  turns: fc.nat(6),
  arrives: fc.boolean(),
  answers: fc.boolean(),
  looks: fc.nat(3),
});

const pictureShown = fc.constantFrom(...pictures).map((bytes) => ({
  picture: { hash: blobHash(bytes), mime: "image/png", width: 4, height: 4, bytes: bytes.length },
}));
const shown = fc.oneof(fc.record({ text: fc.string({ unit: "grapheme", maxLength: 200 }) }), pictureShown);
const display = fc.constantFrom("a", "b");
const output: fc.Arbitrary<Output> = fc.oneof(
  fc.record({
    kind: fc.constant("stream"),
    stream: fc.constantFrom("stdout", "stderr"),
    text: fc.string({ unit: "grapheme", maxLength: 300 }),
  }),
  fc.record({ kind: fc.constant("display"), display, result: fc.boolean(), shown }),
  fc.record({ kind: fc.constant("replaced"), display, shown }),
  fc.record({ kind: fc.constant("replaced"), display, shown: pictureShown }),
  fc.constant({ kind: "cleared" }),
  fc.record({ kind: fc.constant("error"), name: fc.constant("E"), value: fc.string(), traceback: fc.string() }),
);
const cell = fc.tuple(fc.string({ minLength: 1, maxLength: 60 }), fc.array(output, { maxLength: 8 }));
/** Turns as they happen: prose, cells that print and replace, more prose, an ending. */
const turns = fc
  .array(fc.oneof(fc.string({ unit: "grapheme", minLength: 1, maxLength: 500 }), cell), { maxLength: 6 })
  .map((steps) => {
    const events = steps.flatMap((step, at): TurnEvent[] => {
      if (typeof step === "string") return [{ kind: "prose", text: step }];
      const id = cellId(`cell${at}`);
      return [
        { kind: "cell-opened", cell: id, code: step[0] },
        ...step[1].map((printed): TurnEvent => ({ kind: "cell-printed", cell: id, output: printed })),
        { kind: "cell-closed", cell: id, end: { outcome: "ok", kept: true, generation: 1 } },
      ];
    });
    return [...events, { kind: "ended", ending: { why: "out-of-steps", limit: 8 } } as const];
  });

async function deskOn(clock: Clock = { now: () => 0, wait: () => new Promise(() => undefined) }): Promise<ChatDesk> {
  const store = await openStore(":memory:", () => undefined);
  const blobs = new Map(pictures.map((bytes) => [blobHash(bytes), bytes]));
  return {
    store,
    blobs: { put: async (bytes) => blobHash(bytes), get: async (hash) => blobs.get(hash) },
    pictureBounds: { maxSidePixels: 100, maxBytes: 100_000 },
    unkept: (_, error) => assert.fail(String(error)),
    clock,
  };
}

/** What a chat shows: texts as they are, pictures by their hashes, files by their names. */
function seen(channel: FakeChatChannel): readonly string[] {
  return channel.messages.map(({ text, upload }) => (upload?.mime === "image/png" ? blobHash(upload.bytes) : text));
}

/** What a chat must show of a view when all is said. */
function expected(view: TurnView, channel: FakeChatChannel): readonly string[] {
  const posted = channel.messages.map(
    ({ key, upload, text }): Posted<ChatBody> => ({
      key,
      open: false,
      state: "visible",
      sure: true,
      body: upload === undefined ? { kind: "text", text, buttons: [] } : { kind: "file", name: text, text: "" },
    }),
  );
  const setting = { ...manner, words: words("en"), ownCode: false, waitedLong: false };
  return renderChat(view, posted, setting).map(({ body }) => {
    if (body.kind === "text") return body.text;
    return body.kind === "file" ? body.name : body.figure.hash;
  });
}

function viewOf(...events: readonly TurnEvent[]): TurnView {
  return events.reduce(extend, emptyView("en"));
}

describe("an answer in a chat", () => {
  it("ends as the last view wants it, each message once and in order, however slow and forgetful the chat is", async () => {
    const property = fc.asyncProperty(
      turns,
      fc.array(treatment, { maxLength: 25 }),
      fc.array(fc.nat(4), { minLength: 30, maxLength: 30 }),
      async (events, treatments, pauses) => {
        const channel = new FakeChatChannel(treatments);
        const reply = new ChatReply(answer, channel, await deskOn(), manner);
        let view = emptyView("en");
        for (const [at, event] of events.entries()) {
          reply.draw((view = extend(view, event)));
          for (let turn = 0; turn < (pauses[at % 30] ?? 0); turn++) await setImmediate();
        }
        assert.deepEqual(await reply.settle(), { kind: "delivered" });
        assert.deepEqual(seen(channel), expected(view, channel));
        assert.deepEqual(channel.early, []);
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });

  it("is mended where it stands by the next life of the bot, without posting anything twice", async () => {
    const property = fc.asyncProperty(
      turns,
      fc.array(treatment, { maxLength: 12 }),
      fc.nat(12),
      async (events, treatments, life) => {
        const channel = new FakeChatChannel(treatments);
        const desk = await deskOn();
        const first = new ChatReply(answer, channel, desk, manner);
        let view = emptyView("en");
        for (const event of events.slice(0, Math.min(life, events.length - 1))) {
          first.draw((view = extend(view, event)));
          await setImmediate();
        }
        await first.settle();
        const ended = events.reduce(extend, emptyView("en"));
        const second = await reopenReply(answer, () => channel, desk, manner);
        second.draw(ended);
        assert.deepEqual(await second.settle(), { kind: "delivered" });
        assert.deepEqual(seen(channel), expected(ended, channel));
      },
    );
    await fc.assert(property, { numRuns: 200 });
  });

  it("shows at once that the bot is at work, and no longer once it has ended", async () => {
    const channel = new FakeChatChannel();
    const reply = new ChatReply(answer, channel, await deskOn(), manner);
    reply.draw(emptyView("en"));
    assert.deepEqual([channel.signs, channel.calls], [["waiting for the model"], []]);
    reply.draw(extend(emptyView("en"), { kind: "ended", ending: { why: "answered" } }));
    await reply.settle();
    assert.equal(channel.signs.at(-1), undefined);
  });

  it("says what goes on, with a button to stop it, once nothing was to be shown for long", async () => {
    const channel = new FakeChatChannel();
    const long = Promise.withResolvers<void>();
    const desk = await deskOn({ now: () => 0, wait: () => long.promise });
    const reply = new ChatReply({ ...answer, ownCode: true }, channel, desk, manner);
    reply.draw(extend(emptyView("en"), { kind: "cell-opened", cell: cellId("cell1"), code: "while True: pass" }));
    await reply.settle();
    assert.deepEqual(channel.messages, []);
    long.resolve();
    await setImmediate();
    await reply.settle();
    assert.deepEqual(
      channel.messages.map(({ text, buttons }) => [text, buttons]),
      [["▸ running", ["stop"]]],
    );
  });

  it("says in words why a figure cannot be shown", async () => {
    const channel = new FakeChatChannel();
    const reply = new ChatReply(answer, channel, await deskOn(), manner);
    const picture = { hash: blobHash(Buffer.from("gone")), mime: "image/png", width: 1, height: 1, bytes: 1 };
    const id = cellId("cell1");
    const events: readonly TurnEvent[] = [
      { kind: "cell-opened", cell: id, code: "plot()" },
      { kind: "cell-printed", cell: id, output: { kind: "display", result: false, shown: { picture } } },
      { kind: "ended", ending: { why: "answered" } },
    ];
    reply.draw(events.reduce(extend, emptyView("en")));
    await reply.settle();
    assert.match(channel.messages.at(-1)?.text ?? "", /Figure 1 could not be shown: its bytes are gone/);
  });

  it("has the newest file once it has ended, also where an earlier life posted another of the same name", async () => {
    const id = cellId("cell1");
    const turn = (line: string): readonly TurnEvent[] => [
      { kind: "cell-opened", cell: id, code: "rows()" },
      { kind: "cell-printed", cell: id, output: { kind: "stream", stream: "stdout", text: `${line}\n`.repeat(100) } },
      { kind: "cell-closed", cell: id, end: { outcome: "ok", kept: true, generation: 1 } },
    ];
    const over: TurnEvent = { kind: "ended", ending: { why: "answered" } };
    const channel = new FakeChatChannel();
    const desk = await deskOn();
    const file = () => {
      const [only, ...more] = channel.messages.filter(({ upload }) => upload !== undefined);
      assert.deepEqual(more, []);
      return Buffer.from(only?.upload?.bytes ?? []).toString();
    };
    const reply = new ChatReply(answer, channel, desk, manner);
    reply.draw(viewOf(...turn("OLD")));
    await reply.settle();
    reply.draw(viewOf(...turn("NEW")));
    await reply.settle();
    assert.match(file(), /^OLD/, "while it goes on nothing behind the file is posted anew");
    reply.draw(viewOf(...turn("NEW"), over));
    await reply.settle();
    assert.match(file(), /^NEW/);
    const uploads = () => channel.calls.filter((call) => call === "upload").length;
    const before = uploads();
    const same = await reopenReply(answer, () => channel, desk, manner);
    same.draw(viewOf(...turn("NEW"), over));
    await same.settle();
    assert.equal(uploads(), before);
    const another = await reopenReply(answer, () => channel, desk, manner);
    another.draw(viewOf(...turn("NEWEST"), over));
    await another.settle();
    assert.match(file(), /^NEWEST/);
  });

  it("goes on with a sentence in place of a figure that cannot be read", async () => {
    class Skipping extends FakeChatChannel {
      override judge(): Verdict {
        return { kind: "skip" };
      }
    }
    const channel = new Skipping();
    const desk = await deskOn();
    const blobs = { ...desk.blobs, get: () => Promise.reject(new Error("EIO")) };
    const reply = new ChatReply(answer, channel, { ...desk, blobs }, manner);
    const picture = { hash: blobHash(Buffer.from("x")), mime: "image/png", width: 1, height: 1, bytes: 1 };
    const id = cellId("cell1");
    const events: readonly TurnEvent[] = [
      { kind: "cell-opened", cell: id, code: "plot()" },
      { kind: "cell-printed", cell: id, output: { kind: "display", result: false, shown: { picture } } },
      { kind: "cell-closed", cell: id, end: { outcome: "ok", kept: true, generation: 1 } },
      { kind: "prose", text: "The answer is 42." },
      { kind: "ended", ending: { why: "answered" } },
    ];
    reply.draw(events.reduce(extend, emptyView("en")));
    assert.deepEqual(await reply.settle(), { kind: "delivered" });
    assert.deepEqual(channel.messages.map(({ text }) => text).slice(1), [
      "▸ Figure 1 could not be shown: Error: EIO",
      "The answer is 42.",
    ]);
  });
});
