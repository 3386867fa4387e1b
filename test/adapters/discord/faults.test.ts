import assert from "node:assert/strict";
import { it } from "node:test";
import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import type { ChatBody } from "../../../src/adapters/chat/chat-body.ts";
import { renderChat } from "../../../src/adapters/chat/render-chat.ts";
import { discordManner } from "../../../src/adapters/discord/replies.ts";
import type { Posted } from "../../../src/adapters/reconcile.ts";
import { blobHash, cellId } from "../../../src/core/ids.ts";
import type { TurnEvent } from "../../../src/core/turn.ts";
import type { TurnView } from "../../../src/core/view.ts";
import { words } from "../../../src/core/words/words.ts";
import type { Message } from "../../fakes/discord/entities.ts";
import type { Fault } from "../../fakes/discord/rest/faults.ts";
import { encodedPng } from "../chat/small-png.ts";
import { ended, fold, meeting } from "./discord-bench.ts";

const pictures = await Promise.all([1, 2, 3].map(encodedPng));
const fault: fc.Arbitrary<Fault> = fc.constantFrom(
  { kind: "lost-request" },
  { kind: "lost-answer" },
  { kind: "done-and-failed", status: 504 },
  { kind: "refused", status: 503, code: 0 },
  { kind: "delayed", until: Promise.resolve() },
);
const said = fc.string({ unit: "grapheme", minLength: 1, maxLength: 1_500 });
const printed = fc.oneof(said, fc.constantFrom(...pictures), fc.constant("cleared" as const));
const longCode = Array.from({ length: 90 }, (_, at) => `line_number_${at} = ${at}`).join("\n");
const cellRun = fc.record({
  code: fc.constantFrom("work()", longCode),
  outputs: fc.array(printed, { maxLength: 4 }),
});
const steps = fc.array(fc.oneof(said, cellRun), { maxLength: 4 });

interface CellRun {
  /** What is too long for a message ends as a file. */
  readonly code: string;
  readonly outputs: readonly (string | Uint8Array)[];
}

function eventsOf(all: readonly (string | CellRun)[]): readonly TurnEvent[] {
  return all.flatMap((step, at): readonly TurnEvent[] => {
    if (typeof step === "string") return [{ kind: "prose", text: step }];
    const cell = cellId(`cell${at}`);
    const outputs = step.outputs.map((shown): TurnEvent => {
      if (shown === "cleared") return { kind: "cell-printed", cell, output: { kind: "cleared" } };
      if (typeof shown === "string")
        return { kind: "cell-printed", cell, output: { kind: "stream", stream: "stdout", text: shown } };
      const picture = { hash: blobHash(shown), mime: "image/png", width: 4, height: 4, bytes: shown.length } as const;
      return { kind: "cell-printed", cell, output: { kind: "display", result: false, shown: { picture } } };
    });
    const end = { outcome: "ok", kept: true, generation: 1 } as const;
    return [{ kind: "cell-opened", cell, code: step.code }, ...outputs, { kind: "cell-closed", cell, end }];
  });
}

function seen({ content, attachments: [file] }: Message): string {
  if (file === undefined) return content;
  return file.mime === "image/png" ? blobHash(file.bytes) : file.name;
}

/** What a thread must show of a view when all is said, given how many messages its texts once were. */
function expected(view: TurnView, messages: readonly Message[]): readonly string[] {
  const posted = messages.map(({ content, attachments: [file] }, at): Posted<ChatBody> => {
    const body =
      file === undefined
        ? ({ kind: "text", text: content, buttons: [] } as const)
        : ({ kind: "file", name: file.name, text: "" } as const);
    return { key: `m${at + 1}`, open: false, state: "visible", sure: true, body };
  });
  return renderChat(view, posted, { ...discordManner, words: words("en"), ownCode: false, waitedLong: false }).map(
    ({ body }) => {
      if (body.kind === "text") return body.text.trim();
      return body.kind === "file" ? body.name : body.figure.hash;
    },
  );
}

it("shows on Discord the last view, each message once and in order, whatever is lost, refused or late", async (t) => {
  const { discord, ada, listening, blobs } = await meeting(t, { speed: 60 });
  for (const bytes of pictures) await blobs.put(bytes);
  let asked = 0;
  const property = fc.asyncProperty(
    steps,
    fc.array(fault, { maxLength: 12 }),
    fc.array(fc.nat(20)),
    async (all, faults, pauses) => {
      for (const one of faults) discord.faults.plan(/^(?:POST|PATCH|DELETE) .*\/(?:messages|threads)/, one);
      const question = await ada.says(discord.general.id, `${discord.mention} question ${asked}`);
      const { reply } = await listening.heard(++asked);
      const events = [...eventsOf(all), ended];
      for (const at of events.keys()) {
        reply.draw(fold(...events.slice(0, at + 1)));
        for (let turn = 0; turn < (pauses[at] ?? 0); turn++) await setImmediate();
      }
      assert.deepEqual(await reply.settle(), { kind: "delivered" });
      discord.faults.clear();
      const messages = discord.messages(question.id).filter(({ author }) => author.bot);
      assert.deepEqual(messages.map(seen), expected(fold(...events), messages));
      assert.deepEqual(
        messages.flatMap(({ components }) => components),
        [],
      );
    },
  );
  await fc.assert(property, { numRuns: 25, endOnFailure: true });
  // Once, a text found by its button was taken for what a later attempt was to say.
  await fc.assert(property, { seed: -672722099, path: "6", numRuns: 1 });
});
