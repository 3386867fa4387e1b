import assert from "node:assert/strict";
import { test } from "node:test";
import { chinese } from "../../../src/doctor/words/chinese.ts";
import { english } from "../../../src/doctor/words/english.ts";

/** Names that are the same in all languages. */
const NAMES = /^\/subjects\/(?:node|python|slack|discord)$/;
/** Stands for whatever a sentence is made with. */
const ANYTHING = Object.assign([1], { toFixed: () => "1", firstWordMs: 1, streams: true, stops: true });

test("the doctor says the same things in both languages", () => {
  assert.deepEqual(paths(chinese), paths(english));
});

test("no Chinese sentence was left in English", () => {
  for (const [path, text] of texts(chinese)) {
    if (!NAMES.test(path)) assert.match(text, /\p{Script=Han}/u, `${path}: ${text}`);
  }
});

function paths(value: unknown): readonly string[] {
  return texts(value)
    .map(([path]) => path)
    .toSorted();
}

/** Every sentence with its path. */
function texts(value: unknown, path = ""): readonly (readonly [string, string])[] {
  if (typeof value === "function")
    return [[path, String(value(...Array.from({ length: value.length }, () => ANYTHING)))]];
  if (typeof value === "string") return [[path, value]];
  return Object.entries(value as object).flatMap(([key, inner]) => texts(inner, `${path}/${key}`));
}
