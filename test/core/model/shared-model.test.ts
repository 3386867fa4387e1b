import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Dialog } from "../../../src/core/dialog.ts";
import { personId, threadId } from "../../../src/core/ids.ts";
import type { Model, Said } from "../../../src/core/model/model.ts";
import { SharedModel } from "../../../src/core/model/shared-model.ts";
import { Failure } from "../../../src/failure.ts";

/** A model whose answers end when they are let go, oldest first. */
class HeldModel implements Model {
  readonly name = "held";
  readonly contextTokens = 1_000;
  readonly asked: string[] = [];
  readonly #held: (() => void)[] = [];

  size(): number {
    return 0;
  }

  async *say({ turns }: Dialog): AsyncGenerator<Said> {
    const asked = turns[0]?.entries[0];
    this.asked.push(asked?.kind === "asked" ? asked.text : "");
    await new Promise<void>((resolve) => this.#held.push(resolve));
    yield { kind: "finished", why: "stop" };
  }

  letGo(): void {
    this.#held.shift()?.();
  }
}

function question(person: string, text: string): Dialog {
  const who = { id: personId("test", person), name: person };
  const entry = { kind: "asked", who, via: "message", text, language: "en", at: "" } as const;
  return { thread: threadId("test", text), turns: [{ number: 1, entries: [entry] }] };
}

function ask(model: Model, person: string, text: string, signal = new AbortController().signal) {
  const told: number[] = [];
  const done = (async () => {
    for await (const said of model.say(question(person, text), signal))
      if (said.kind === "queued") told.push(said.ahead);
  })();
  done.catch(() => undefined);
  return { told, done };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
}

describe("a model that many share", () => {
  it("is asked so many times at once, fairly between people, and tells who waits how many are ahead", async () => {
    const held = new HeldModel();
    const model = new SharedModel(held, { modelRequests: 1, modelQueue: 10 });
    const ada = ["a1", "a2", "a3"].map((text) => ask(model, "ada", text));
    await settle();
    const bob = ask(model, "bob", "b1");
    await settle();
    assert.deepEqual(held.asked, ["a1"]);
    assert.deepEqual([ada[1]?.told, ada[2]?.told, bob.told], [[1, 2], [2, 3], [1]], "Bob has had nothing yet");
    for (let step = 0; step < 4; step++) {
      held.letGo();
      await settle();
    }
    await Promise.all([...ada, bob].map(({ done }) => done));
    assert.deepEqual(held.asked, ["a1", "b1", "a2", "a3"]);
    assert.equal(bob.told.at(-1), 0);
  });

  it("gives its place back when an answer is left, stopped or fails", async () => {
    const held = new HeldModel();
    const model = new SharedModel(held, { modelRequests: 1, modelQueue: 10 });
    const stop = new AbortController();
    const first = ask(model, "ada", "a1");
    const second = ask(model, "bob", "b1", stop.signal);
    await settle();
    stop.abort(new Error("stopped"));
    await assert.rejects(second.done, /stopped/);
    held.letGo();
    await first.done;
    const third = ask(model, "ada", "a2");
    await settle();
    held.letGo();
    await third.done;
    assert.deepEqual(held.asked, ["a1", "a2"]);
  });

  it("refuses what would wait behind too many", async () => {
    const model = new SharedModel(new HeldModel(), { modelRequests: 1, modelQueue: 1 });
    ask(model, "ada", "a1");
    await settle();
    ask(model, "ada", "a2");
    await settle();
    await assert.rejects(
      ask(model, "bob", "b1").done,
      (error: unknown) => error instanceof Failure && error.code === "model-queue-full",
    );
  });
});
