import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Attempt, type Fault, judge } from "../../../src/adapters/chat/judge.ts";
import { isLostConnection } from "../../../src/adapters/chat/lost-connection.ts";

const text: Attempt = { kind: "post", upload: false, number: 1 };
const upload: Attempt = { kind: "post", upload: true, number: 1 };

function verdict(fault: Fault, attempt: Attempt, endsAll = false, closing = new AbortController().signal): string {
  const clock = { now: () => 0, wait: async () => undefined };
  return judge(fault, attempt, endsAll, { clock, closing, firstWaitMs: 1 }).kind;
}

describe("what follows from a call that failed", () => {
  it("is another try while it may have been the way, and none for ever", () => {
    assert.equal(verdict({ kind: "lost" }, text), "again");
    assert.equal(verdict({ kind: "lost" }, { ...text, number: 11 }), "skip");
    assert.equal(verdict({ kind: "limited", retryAfterMs: 1 }, { ...text, number: 11 }), "again");
    assert.equal(verdict({ kind: "limited", retryAfterMs: 1 }, { ...text, number: 41 }), "skip");
  });

  it("is to go on without the message where the platform refused it, or the mistake is the bot's", () => {
    assert.equal(verdict({ kind: "refused" }, text), "skip");
    assert.equal(verdict({ kind: "ours" }, text), "skip");
  });

  it("is the end of the answer only where a text is refused for good, or the bot ends", () => {
    assert.equal(verdict({ kind: "refused" }, text, true), "over");
    assert.equal(verdict({ kind: "refused" }, upload, true), "skip");
    assert.equal(verdict({ kind: "refused" }, { ...text, kind: "find" }, true), "skip");
    assert.equal(verdict({ kind: "lost" }, text, false, AbortSignal.abort()), "over");
  });
});

describe("a lost connection", () => {
  for (const error of [
    Object.assign(new Error("reset"), { code: "ECONNRESET" }),
    new TypeError("fetch failed"),
    new Error("socket", { cause: Object.assign(new Error("closed"), { code: "UND_ERR_SOCKET" }) }),
    new DOMException("late", "TimeoutError"),
  ]) {
    it(`is told by ${error.name}: ${error.message}`, () => assert.ok(isLostConnection(error)));
  }

  for (const error of [Object.assign(new Error("disk"), { code: "EIO" }), new RangeError("ours"), "a word"]) {
    it(`is not ${String(error)}`, () => assert.ok(!isLostConnection(error)));
  }
});
