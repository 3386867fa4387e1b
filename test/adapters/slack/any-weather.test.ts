import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { renderChat } from "../../../src/adapters/chat/render-chat.ts";
import { slackMarkup } from "../../../src/adapters/slack/showing/slack-markup.ts";
import { blobHash, cellId } from "../../../src/core/ids.ts";
import type { TurnEvent } from "../../../src/core/turn.ts";
import { emptyView, extend, type TurnView } from "../../../src/core/view.ts";
import { words } from "../../../src/core/words/words.ts";
import type { Fault } from "../../fakes/slack/faults.ts";
import { encodedPng } from "../chat/small-png.ts";
import { SlackBench } from "./slack-bench.ts";

const pictures = await Promise.all([1, 2, 3].map(encodedPng));
const methods = [
  "chat.postMessage",
  "chat.update",
  "files.getUploadURLExternal",
  "files.completeUploadExternal",
  "files.info",
  "conversations.replies",
  "assistant.threads.setStatus",
] as const;

const fault: fc.Arbitrary<Fault> = fc.constantFrom(
  { kind: "request-lost" },
  { kind: "answer-lost" },
  { kind: "limited", retryAfterSeconds: 0 },
  { kind: "broken", status: 503 },
  { kind: "refused", error: "internal_error" },
);
const weather = fc.array(fc.record({ method: fc.constantFrom(...methods), fault }), { maxLength: 8 });
const anyStep = fc.oneof(fc.string({ unit: "grapheme", minLength: 1, maxLength: 200 }), fc.constantFrom(0, 1, 2));
const turns = fc.array(anyStep, { minLength: 1, maxLength: 5 });

test("whatever calls are lost, and however late figures come, a thread ends as the last view wants it", async () => {
  await using bench = await SlackBench.start();
  for (const bytes of pictures) await bench.blobs.put(bytes);
  let place = 0;
  await fc.assert(
    fc.asyncProperty(turns, weather, fc.array(fc.nat(12), { maxLength: 5 }), async (steps, faults, delays) => {
      const { slack } = bench;
      slack.sharing.when = async () => {
        await new Promise((resolve) => setTimeout(resolve, delays.shift() ?? 0));
        return "shown";
      };
      const { ts } = slack.people.mention("go");
      const { reply } = await bench.hear(place++);
      for (const { method, fault: planned } of faults) slack.faults.plan(method, planned);
      const events = steps.flatMap(eventsOf);
      for (let at = 1; at <= events.length; at++) {
        reply.draw(fold(events.slice(0, at)));
        if (at % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      const view = fold([...events, { kind: "ended", ending: { why: "out-of-steps", limit: 8 } }]);
      reply.draw(view);
      assert.deepEqual(await reply.settle(), { kind: "delivered" });
      slack.faults.clear();
      const seen = slack.messages("C1", ts).slice(1);
      assert.deepEqual(
        seen.map(({ text, files: [file] }) => (file === undefined ? text : blobHash(file.bytes))),
        wanted(view),
      );
      assert.ok(seen.every(({ buttons, pings }) => buttons.length === 0 && pings.length === 0));
    }),
    { numRuns: 40 },
  );
});

function wanted(view: TurnView): readonly string[] {
  const setting = {
    words: words("en"),
    syntax: (name: string) => `!${name}`,
    markup: slackMarkup,
    ownCode: false,
    waitedLong: false,
  };
  return renderChat(view, [], setting).map(({ body }) => (body.kind === "figure" ? body.figure.hash : body.text));
}

function fold(events: readonly TurnEvent[]): TurnView {
  return events.reduce(extend, emptyView("en"));
}

function eventsOf(step: string | number, at: number): readonly TurnEvent[] {
  if (typeof step === "string") return [{ kind: "prose", text: step }];
  const cell = cellId(`cell${at}`);
  const bytes = pictures[step] ?? new Uint8Array();
  const picture = { hash: blobHash(bytes), mime: "image/png", width: 4, height: 4, bytes: bytes.length };
  return [
    { kind: "cell-opened", cell, code: `draw(${step})` },
    { kind: "cell-printed", cell, output: { kind: "stream", stream: "stdout", text: `drawing ${step}\n` } },
    { kind: "cell-printed", cell, output: { kind: "display", display: `${at}`, result: false, shown: { picture } } },
    { kind: "cell-closed", cell, end: { outcome: "ok", kept: true, generation: 1 } },
  ];
}
