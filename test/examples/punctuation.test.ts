import assert from "node:assert/strict";
import { test } from "node:test";
import { fenced, PlayedThread } from "../fakes/turn.ts";
import { liveHost } from "../kernel/jupyter/live-host.ts";
import { printed } from "./printed.ts";

const make = `sentences = [f"这是第{n}句，，它说的是标点。。" for n in range(1, 1_300)]
text = "".join(sentences)
print(len(text))`;

const clean = `import re

cleaned = re.sub(r"([，。！？；：])\\1+", r"\\1", text)
print(len(text) - len(cleaned), "marks taken out")
print(cleaned)`;

const look = "print(earlier_output(-1, 10_000, 200))";

const summary = `parts = re.split("。", cleaned)[:-1]
rewritten = f"全文共{len(parts)}句，说的都是标点。"
print(rewritten)`;

test("doubled punctuation is cleaned out of a long text, which is then read in parts, summed up and rewritten", async () => {
  await using host = liveHost();
  const thread = new PlayedThread(host);
  const { view } = await thread.ask([
    fenced(make),
    `先清理重复的标点。\n${fenced(clean)}`,
    `结果太长，再看中间一段。\n${fenced(look)}`,
    fenced(summary),
    "清理完成，摘要如上。",
  ]);
  assert.deepEqual(view.ending, { why: "answered" });
  const text = printed(view);
  assert.ok(Number.parseInt(text, 10) > 20_000, "the text has more than 20,000 characters");
  assert.match(text, /2598 marks taken out/);
  assert.match(text, /全文共1299句/);
  const results = thread.entries.flatMap((entry) => (entry.kind === "ran" ? [entry.result] : []));
  assert.ok((results[1]?.length ?? 0) < 3_000, "the model is given head and tail of the long text");
  assert.match(results[1] ?? "", /earlier_output/, "and told how to ask for another part");
  assert.match(results[2] ?? "", /它说的是标点/);
});
