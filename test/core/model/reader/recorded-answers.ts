import { readdirSync, readFileSync } from "node:fs";
import type { End } from "../../../../src/core/model/reader/heard.ts";

/** An answer as a model wrote it, and the code in it. */
export interface RecordedAnswer {
  readonly name: string;
  readonly text: string;
  readonly why: End;
  /** Whole runnable blocks, in order. */
  readonly codes: readonly string[];
  /** The block that broke off. */
  readonly cut?: string;
}

const FOLDER = new URL("../../../recorded/answers/", import.meta.url);

/** Every answer of test/recorded/answers. */
export function recordedAnswers(): readonly RecordedAnswer[] {
  const expected: Record<string, Omit<RecordedAnswer, "name" | "text">> = JSON.parse(
    readFileSync(new URL("expected.json", FOLDER), "utf8"),
  );
  const names = readdirSync(FOLDER)
    .filter((file) => file.endsWith(".txt"))
    .map((file) => file.slice(0, -4));
  return names.map((name) => {
    const known = expected[name];
    if (!known) throw new Error(`Expected ${name} to stand in expected.json: add what code it holds.`);
    return { name, text: readFileSync(new URL(`${name}.txt`, FOLDER), "utf8"), ...known };
  });
}
