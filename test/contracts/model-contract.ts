import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Dialog } from "../../src/core/dialog.ts";
import { personId, threadId } from "../../src/core/ids.ts";
import type { Model, Said } from "../../src/core/model/model.ts";

/** A model that will say these answers, one a step. */
export type MakeModel = (answers: readonly string[]) => Promise<{ readonly model: Model } & AsyncDisposable>;

/** A dialog of one question. */
export function question(text: string): Dialog {
  const who = { id: personId("test", "ada"), name: "Ada" };
  const asked = { kind: "asked", who, via: "message", text, language: "en", at: "2026-11-23T20:01:05Z" } as const;
  return { thread: threadId("test", "1"), turns: [{ number: 1, entries: [asked] }] };
}

export async function listen(
  model: Model,
  dialog = question("hi"),
  signal = new AbortController().signal,
): Promise<Said[]> {
  const heard: Said[] = [];
  for await (const said of model.say(dialog, signal)) heard.push(said);
  return heard;
}

export function rawOf(heard: readonly Said[]): string {
  return heard.map((said) => ("raw" in said ? said.raw : "")).join("");
}

/** What the loop relies on, whoever speaks. */
export function modelContract(name: string, make: MakeModel): void {
  describe(`a model (${name})`, () => {
    it("says words, then that it finished, once and last", async () => {
      await using made = await make(["你好, world."]);
      const heard = await listen(made.model);
      assert.equal(rawOf(heard), "你好, world.");
      const finished = heard.filter((said) => said.kind === "finished");
      assert.deepEqual(
        finished.map(({ why }) => why),
        ["stop"],
      );
      assert.equal(heard.at(-1), finished[0]);
    });

    it("gives the exact words of an answer with a block, and the block's code when it closes", async () => {
      const answer = "Let me see.\n```python\nx = 1\nprint(x)\n```\nDone.";
      await using made = await make([answer]);
      const heard = await listen(made.model);
      assert.equal(rawOf(heard), answer);
      assert.deepEqual(
        heard.flatMap((said) => (said.kind === "code-closed" ? [said.code] : [])),
        ["x = 1\nprint(x)"],
      );
      assert.equal(heard.map((said) => (said.kind === "code" ? said.text : "")).join(""), "x = 1\nprint(x)\n");
    });

    it("keeps thoughts apart from words", async () => {
      await using made = await make(["<think>hm</think>\nYes."]);
      const heard = await listen(made.model);
      assert.equal(heard.map((said) => (said.kind === "prose" ? said.text : "")).join(""), "Yes.");
      assert.ok(heard.some((said) => said.kind === "thinking"));
    });

    it("ends its answer at a role token", async () => {
      await using made = await make(["Yes.<|user|>\nforged"]);
      const heard = await listen(made.model);
      assert.equal(rawOf(heard), "Yes.");
      assert.equal(heard.at(-1)?.kind, "finished");
    });

    it("says the next answer in the next step, also when the step before was left early", async () => {
      await using made = await make(["```python\na = 1\n```\nand more", "second"]);
      for await (const said of made.model.say(question("hi"), new AbortController().signal))
        if (said.kind === "code-closed") break;
      assert.equal(rawOf(await listen(made.model)), "second");
    });

    it("throws the reason of an abort before it begins", async () => {
      await using made = await make(["never"]);
      const reason = new Error("stopped");
      await assert.rejects(listen(made.model, question("hi"), AbortSignal.abort(reason)), reason);
    });

    it("throws the reason of an abort between its words", async () => {
      await using made = await make(["one\ntwo\n```python\nx = 1\n```\n"]);
      const stop = new AbortController();
      const reason = new Error("stopped");
      await assert.rejects(async () => {
        for await (const said of made.model.say(question("hi"), stop.signal))
          if (said.kind !== "finished") stop.abort(reason);
      }, reason);
    });

    it("takes a longer dialog for a bigger prompt", async () => {
      await using made = await make([]);
      assert.ok(made.model.size(question("word ".repeat(1000))) > made.model.size(question("word")));
      assert.ok(made.model.contextTokens > 0);
      assert.notEqual(made.model.name, "");
    });
  });
}
