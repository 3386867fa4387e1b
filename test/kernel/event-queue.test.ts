import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { EventQueue } from "../../src/kernel/event-queue.ts";
import type { CellEvent, CellOutput, KernelPicture } from "../../src/kernel/session.ts";

const printed = (output: CellOutput<KernelPicture>): CellEvent => ({ kind: "printed", output });
const stdout = (text: string) => printed({ kind: "stream", stream: "stdout", text });
const replaced = (display: string, text: string) => printed({ kind: "replaced", display, shown: { text } });

async function drain(...events: readonly CellEvent[]): Promise<readonly CellEvent[]> {
  const queue = new EventQueue(() => undefined);
  for (const event of events) queue.push(event);
  queue.close();
  return Array.fromAsync(queue);
}

describe("events that wait for a slow reader", () => {
  it("come in order, and streams that follow each other as one", async () => {
    const stderr = printed({ kind: "stream", stream: "stderr", text: "!" });
    assert.deepEqual(await drain(stdout("a"), stdout("b"), stderr, stdout("c")), [stdout("ab"), stderr, stdout("c")]);
  });

  it("leave out what was cleared before it was read, but not replacements in earlier cells", async () => {
    const cleared = printed({ kind: "cleared" });
    const kept = replaced("earlier", "1");
    assert.deepEqual(await drain(stdout("a"), kept, cleared, stdout("b")), [kept, cleared, stdout("b")]);
  });

  it("hold only the last replacement of a display", async () => {
    const events = await drain(replaced("d", "1"), replaced("e", "1"), replaced("d", "2"));
    assert.deepEqual(events, [replaced("d", "2"), replaced("e", "1")]);
  });

  it("do not put a replacement before the display that it replaces", async () => {
    const display = printed({ kind: "display", display: "d", result: false, shown: { text: "0" } });
    const events = [replaced("d", "1"), display, replaced("d", "2")];
    assert.deepEqual(await drain(...events), events);
  });

  it("are weighed with their pictures, and weigh nothing once read", async () => {
    const queue = new EventQueue(() => undefined);
    queue.push(
      printed({
        kind: "display",
        result: false,
        shown: { picture: { mime: "image/png", bytes: new Uint8Array(500) } },
      }),
    );
    queue.push(stdout("12345"));
    assert.equal(queue.weight, 505);
    queue.close();
    await Array.fromAsync(queue);
    assert.equal(queue.weight, 0);
  });
});
