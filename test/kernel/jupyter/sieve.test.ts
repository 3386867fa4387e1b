import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Sieve } from "../../../src/kernel/jupyter/sieve.ts";

/** A message in the form of the v1 kernel websocket protocol. */
function message(type: string, content: string): ArrayBuffer {
  const parts = ["iopub", `{"msg_id": "1", "msg_type": "${type}"}`, "{}", "{}", content].map((part) =>
    Buffer.from(part),
  );
  const offsets = [8 * (parts.length + 2)];
  for (const part of parts) offsets.push((offsets.at(-1) ?? 0) + part.length);
  const numbers = Buffer.alloc(8 * (offsets.length + 1));
  for (const [index, number] of [offsets.length, ...offsets].entries())
    numbers.writeBigUInt64LE(BigInt(number), index * 8);
  return new Uint8Array(Buffer.concat([numbers, ...parts])).buffer;
}

const [one, two, three] = [message("stream", "one"), message("stream", "two"), message("stream", "three")];
const error = message("error", '"msg_type": "stream"');
const idle = message("status", "idle");

describe("a sieve of messages", () => {
  it("lets all pass while it is open", () => {
    const sieve = new Sieve(() => assert.fail());
    for (const passing of [one, error, "text"]) assert.deepEqual(sieve.take(passing), [passing]);
  });

  it("lets the last of the printed pieces in a row pass once it is closed, in its place", () => {
    const lost: number[] = [];
    const sieve = new Sieve((bytes) => lost.push(bytes));
    sieve.close();
    assert.deepEqual(
      [one, two, error, three, idle, "text"].map((given) => sieve.take(given)),
      [[], [], [two, error], [], [three, idle], ["text"]],
    );
    assert.deepEqual(lost, [one.byteLength]);
  });

  it("keeps nothing for a later cell", () => {
    const sieve = new Sieve(() => undefined);
    sieve.close();
    sieve.take(one);
    sieve.open();
    assert.deepEqual(sieve.take(idle), [idle]);
  });

  it("lets pass what is no such message", () => {
    const sieve = new Sieve(() => assert.fail());
    sieve.close();
    for (const strange of [new ArrayBuffer(0), new Uint8Array(32).fill(255).buffer, undefined])
      assert.deepEqual(sieve.take(strange), [strange]);
  });
});
