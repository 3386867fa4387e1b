import assert from "node:assert/strict";
import { test } from "node:test";
import type { ChatBody } from "../../../src/adapters/chat/chat-body.ts";
import { sameBody } from "../../../src/adapters/chat/chat-body.ts";
import { markOf, postedOf } from "../../../src/adapters/chat/posted-record.ts";

const file: ChatBody = { kind: "file", name: "cell1.py", text: "x = 1\n" };
const kept = { key: "m1", kind: "file", state: "visible", open: false, since: 0 } as const;

test("what was posted is known again by its hash, and by its name alone where an older record has no hash", () => {
  const { body } = postedOf({ ...kept, mark: markOf(file) });
  assert.ok(sameBody(body, file));
  assert.ok(!sameBody(body, { ...file, text: "x = 2\n" }));
  assert.equal(markOf(body), markOf(file), "it is kept on as it was");
  const old = postedOf({ ...kept, mark: "cell1.py" }).body;
  assert.ok(sameBody(old, file));
  assert.ok(!sameBody(old, { ...file, name: "cell2.py" }));
});
