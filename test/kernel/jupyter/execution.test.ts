import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Execution } from "../../../src/kernel/jupyter/execution.ts";
import type { Request } from "../../../src/kernel/jupyter/line.ts";
import type { KernelMessage } from "../../../src/kernel/messages.ts";

/** An execution on a line that remembers what was sent, with everything that its listener heard. */
function send({ countBefore = 1, exists = true }: { readonly countBefore?: number; readonly exists?: boolean } = {}) {
  const sent: Request[] = [];
  const heard: string[] = [];
  const line = { execute: (request: Request) => `m${sent.push(request)}`, exists: async () => exists };
  const listener = {
    received: (message: KernelMessage) => void heard.push(message.kind),
    isOver: false,
    endedUnheard: (ok: boolean) => void heard.push(`ended unheard ${ok ? "well" : "badly"}`),
    lostOutput: () => undefined,
    fell: () => undefined,
  };
  const execution = new Execution(line, "code", listener, countBefore, () => void heard.push("kernel gone"));
  const codes = () => sent.map((request) => (request.code === "code" ? "cell" : "probe"));
  return { execution, heard, codes };
}

const value = (text: string) => ({ status: "ok", data: { "text/plain": text } });
const reply = (status: string, content: Record<string, unknown> = {}): KernelMessage => ({
  kind: "reply",
  status,
  at: 0,
  content,
});
const remembered = (count: number, well: boolean) =>
  reply("ok", { user_expressions: { count: value(`${count}`), well: value(well ? "True" : "False") } });

/** Both halves of a probe's answer. */
function answer(execution: Execution, parent: string, message: KernelMessage): void {
  execution.received({ parent, message });
  execution.received({ parent, message: { kind: "idle" } });
}

describe("a cell's way to the kernel", () => {
  it("hears its own messages, and none of another cell's", () => {
    const { execution, heard } = send();
    execution.received({ parent: "m1", message: { kind: "busy" } });
    execution.received({ parent: "m0", message: { kind: "stream", stream: "stdout", text: "late" } });
    execution.received({ parent: "", message: { kind: "idle" } });
    execution.close();
    assert.deepEqual(heard, ["busy"]);
  });

  it("sends a cell again that was lost on its way", async () => {
    const { execution, heard, codes } = send();
    await execution.inquire();
    answer(execution, "m2", remembered(1, true));
    execution.received({ parent: "m3", message: { kind: "busy" } });
    execution.close();
    assert.deepEqual(codes(), ["cell", "probe", "cell"]);
    assert.deepEqual(heard, ["busy"]);
  });

  it("does not run a cell twice of which only the end was lost", async () => {
    for (const well of [true, false]) {
      const { execution, heard, codes } = send();
      execution.received({ parent: "m1", message: { kind: "busy" } });
      await execution.inquire();
      answer(execution, "m2", remembered(2, well));
      execution.close();
      assert.deepEqual(codes(), ["cell", "probe"]);
      assert.deepEqual(heard, ["busy", `ended unheard ${well ? "well" : "badly"}`]);
    }
  });

  it("has not ended while output of it may still be on its way", async () => {
    const { execution, heard } = send({ countBefore: 5 });
    await execution.inquire();
    execution.received({ parent: "m2", message: remembered(6, true) });
    assert.deepEqual(heard, []);
    await execution.inquire();
    execution.received({ parent: "m2", message: { kind: "idle" } });
    execution.received({ parent: "m3", message: { kind: "idle" } });
    assert.deepEqual(heard, [], "an answer to an earlier question counts for nothing");
    execution.received({ parent: "m3", message: remembered(6, true) });
    assert.deepEqual(heard, ["ended unheard well"]);
    execution.close();
  });

  it("does not run a cell twice of which nothing was heard", async () => {
    const { execution, heard, codes } = send({ countBefore: 5 });
    await execution.inquire();
    answer(execution, "m2", remembered(6, true));
    execution.close();
    assert.deepEqual(codes(), ["cell", "probe"]);
    assert.deepEqual(heard, ["ended unheard well"]);
  });

  it("sends a cell again that the kernel says it did not run", () => {
    const { execution, heard, codes } = send();
    execution.received({ parent: "m1", message: reply("aborted") });
    execution.received({ parent: "m1", message: { kind: "idle" } });
    execution.received({ parent: "m2", message: reply("ok", { execution_count: 1 }) });
    execution.close();
    assert.deepEqual(codes(), ["cell", "cell"]);
    assert.deepEqual(heard, ["reply"]);
  });

  it("gives up a kernel that refuses every time", () => {
    const { execution, heard, codes } = send();
    for (let at = 1; at <= 4; at++) execution.received({ parent: `m${at}`, message: reply("aborted") });
    execution.close();
    assert.deepEqual(codes(), ["cell", "cell", "cell", "cell"]);
    assert.deepEqual(heard, ["kernel gone"]);
  });

  it("notices a kernel that somebody else ended", async () => {
    const { execution, heard } = send({ exists: false });
    await execution.inquire();
    execution.close();
    assert.deepEqual(heard, ["kernel gone"]);
  });
});
