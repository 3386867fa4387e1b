import assert from "node:assert/strict";
import { test } from "node:test";
import { chinese } from "../../../src/core/words/chinese.ts";
import { english } from "../../../src/core/words/english.ts";
import { languageOf, words } from "../../../src/core/words/words.ts";

test("both languages have the same sentences", () => {
  assert.deepEqual(paths(chinese), paths(english));
});

test("no Chinese sentence was left in English", () => {
  for (const [path, value] of texts(chinese)) assert.match(value, /\p{Script=Han}/u, `${path}: ${value}`);
});

test("a cell that runs is told with its time and memory, and its memory only where that is known", () => {
  assert.equal(words("en").stillRunning(45, 300_000_000), "still running: 45 s, 300 MB");
  assert.equal(words("zh").stillRunning(45, 300_000_000), "仍在运行：45 秒，300 MB");
  assert.equal(words("en").stillRunning(45, 0), "still running: 45 s");
});

test("a cell that waits for the machine is told how many are ahead", () => {
  const status = { kind: "waiting", for: "turn-in-kernel-queue", ahead: 3 } as const;
  assert.equal(words("en").status(status), "waiting to run: 3 ahead, the machine is busy");
  assert.equal(words("zh").status(status), "等待运行：机器正忙，前面还有 3 个");
});

for (const [text, language] of [
  ["Plot a sine wave", "en"],
  ["画一个正弦函数", "zh"],
  ["用 pandas 读取 data.csv", "zh"],
  ["What does 你好 mean in this sentence?", "en"],
  ["6*7", undefined],
] as const) {
  test(`'${text}' is taken for ${language ?? "no language"}`, () => assert.equal(languageOf(text), language));
}

function paths(value: unknown, path = ""): readonly string[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value)
    .flatMap(([key, inner]) => paths(inner, `${path}/${key}`))
    .toSorted();
}

function texts(value: unknown, path = ""): readonly (readonly [string, string])[] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => texts(inner, `${path}/${key}`));
}
