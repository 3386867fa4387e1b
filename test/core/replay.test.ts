import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { viewOf } from "../../src/core/replay.ts";
import type { CellOutput, KernelPicture } from "../../src/kernel/session.ts";
import { FakeKernelHost } from "../fakes/fake-kernel.ts";
import { fenced, PlayedThread } from "../fakes/turn.ts";

const display = fc.constantFrom("d1", "d2");
const picture: KernelPicture = { mime: "image/png", bytes: new Uint8Array([1, 2, 3]), alt: "a plot" };

const output: fc.Arbitrary<CellOutput<KernelPicture>> = fc.oneof(
  fc.record({
    kind: fc.constant("stream" as const),
    stream: fc.constantFrom("stdout" as const, "stderr" as const),
    text: fc.constantFrom("a\n", "50%\r", "100%", "汉字", "\b", "\n"),
  }),
  fc.record({
    kind: fc.constant("display" as const),
    display,
    result: fc.boolean(),
    shown: fc.constantFrom({ text: "shown" }, { picture }),
  }),
  fc.record({
    kind: fc.constant("replaced" as const),
    display,
    shown: fc.constantFrom({ text: "later" }, { picture }),
  }),
  fc.constant({ kind: "cleared" as const }),
  fc.constant({ kind: "error" as const, name: "ValueError", value: "no", traceback: "ValueError: no" }),
  fc.constant({ kind: "omitted" as const, characters: 7 }),
);

test("any turn can be drawn again from its record alone, as it was drawn while it ran", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(output, { maxLength: 6 }), { maxLength: 5 }), async (cells) => {
      let cell = 0;
      const host = new FakeKernelHost(async function* script() {
        for (const shown of cells[cell++] ?? []) yield { kind: "printed", output: shown };
      });
      const thread = new PlayedThread(host);
      const { view } = await thread.ask([
        ...cells.map((_, index) => `Step ${index}.\n${fenced(`step(${index})`)}`),
        "The end.",
      ]);
      assert.deepEqual(viewOf(thread.entries), view);
    }),
    { numRuns: 400 },
  );
});
