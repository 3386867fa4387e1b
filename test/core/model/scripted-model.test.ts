import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ScriptedModel } from "../../../src/core/model/scripted-model.ts";
import { listen, modelContract, question, rawOf } from "../../contracts/model-contract.ts";

modelContract("scripted", async (answers) => ({ model: new ScriptedModel(answers), async [Symbol.asyncDispose]() {} }));

describe("a scripted model", () => {
  it("speaks at its pace", async () => {
    const slept: number[] = [];
    const pace = { charactersPerSecond: 40, sleep: async (ms: number) => void slept.push(ms) };
    const heard = await listen(new ScriptedModel(["12345"], { pace }));
    assert.equal(rawOf(heard), "12345");
    assert.deepEqual(slept, [50, 50, 50]);
  });

  it("makes an answer from what was said", async () => {
    const model = new ScriptedModel([(dialog) => `${dialog.turns.length} turn`]);
    assert.equal(rawOf(await listen(model)), "1 turn");
  });

  it("says that its answers are used up", async () => {
    await assert.rejects(listen(new ScriptedModel([]), question("hi")), /at most 0 steps.*add an answer/);
  });
});
