import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fencesInLines } from "../../../src/adapters/chat/typed-fences.ts";

const isTag = (word: string) => word === "py";

describe("code blocks as people type them", () => {
  for (const [typed, read] of [
    ["```x = 1\nprint(x)```", "```\nx = 1\nprint(x)\n```"],
    ["```print(1)```", "```\nprint(1)\n```"],
    ["!run ```py\nx\n```", "!run \n```py\nx\n```"],
    ["```py\n  x\n```", "```py\n  x\n```"],
    ["```\nx\n```", "```\nx\n```"],
    ["why ```x``` so?", "why \n```\nx\n```\n so?"],
    ["``` ```", "``` ```"],
    ["````\n```\n````", "````\n```\n````"],
    ["open ```x", "open ```x"],
  ] as const) {
    it(`stand in lines of their own: ${JSON.stringify(typed)}`, () => assert.equal(fencesInLines(typed, isTag), read));
  }
});
