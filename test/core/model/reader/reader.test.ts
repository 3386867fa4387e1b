import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import type { End } from "../../../../src/core/model/reader/heard.ts";
import { joinParts, type Part, readAll } from "../../../../src/core/model/reader/read-all.ts";
import { Reader } from "../../../../src/core/model/reader/reader.ts";
import { recordedAnswers } from "./recorded-answers.ts";

function readPieces(pieces: readonly string[], why: End): readonly Part[] {
  const reader = new Reader();
  return joinParts([...pieces.flatMap((piece) => reader.read(piece)), ...reader.end(why)]);
}

function codes(parts: readonly Part[], closed: boolean): readonly string[] {
  return parts.flatMap((part) => (part.kind === "code" && part.closed === closed ? [part.code] : []));
}

describe("reading a model's answer", () => {
  for (const { name, text, why, codes: expected, cut } of recordedAnswers()) {
    const whole = readAll(text, why);

    it(`finds the runnable blocks of ${name}`, () => {
      assert.deepEqual(codes(whole, true), expected);
      assert.deepEqual(codes(whole, false), cut === undefined ? [] : [cut]);
    });

    it(`gives every word of ${name} out once, up to a role token`, () => {
      const words = text
        .replace(/^(\s*)<\|assistant\|>/, "$1")
        .replace(/<\|(?:user|observation|assistant|im_end|endoftext)\|>[^]*$/, "");
      assert.equal(whole.map((part) => part.raw).join(""), words);
    });

    it(`reads ${name} the same wherever it is cut`, () => {
      for (let at = 1; at < text.length; at++)
        assert.deepEqual(readPieces([text.slice(0, at), text.slice(at)], why), whole, `cut at ${at}`);
      assert.deepEqual(readPieces(text.split(""), why), whole, "one character at a time");
    });

    it(`reads ${name} the same in random pieces`, () => {
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 40 }), (lengths) => {
          const pieces: string[] = [];
          for (let at = 0, turn = 0; at < text.length; turn++) {
            const length = lengths[turn % lengths.length] ?? 1;
            pieces.push(text.slice(at, at + length));
            at += length;
          }
          assert.deepEqual(readPieces(pieces, why), whole);
        }),
        { numRuns: 25 },
      );
    });
  }

  it("reads whatever is made of its own building blocks the same in any pieces, and loses nothing", () => {
    const bits = fc.constantFrom(
      ..."```|````|~~~|`|\n|\r\n|python|py|bash|result| |    |> |- |1. |'''|\"\"\"|\\|#|x = 1|print(1)|import os|<think>|</think>|<thi|interpreter|。|:|%%writefile a|(|)|the words|{|}|`|\r|import the cat|```python\n|\n```\n".split(
        "|",
      ),
    );
    const ends = fc.constantFrom<End>("stop", "length", "cut");
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 40 }), ends, fc.integer({ min: 1, max: 7 }), (parts, why, length) => {
        const text = parts.join("");
        const whole = readAll(text, why);
        assert.equal(whole.map((part) => part.raw).join(""), text);
        assert.deepEqual(readPieces(text.split(""), why), whole);
        const pieces = text.match(new RegExp(`[^]{1,${length}}`, "g")) ?? [];
        assert.deepEqual(readPieces(pieces, why), whole);
      }),
      { numRuns: 4000 },
    );
  });

  it("gives words out before their line ends, and code line by line", () => {
    const reader = new Reader();
    const heard = ["Hel", "lo `x", "` wor", "ld\n```py", "thon\n", "a = 1\nb", " = 2\n", "```\n"].map((piece) =>
      reader.read(piece).map((said) => said.raw),
    );
    assert.deepEqual(heard, [
      ["Hel"],
      ["lo `x"],
      ["` wor"],
      ["ld\n"],
      [],
      ["```python\na = 1\n"],
      ["b = 2\n"],
      ["```\n"],
    ]);
  });

  it("never takes a block that broke off at the token limit for a whole one", () => {
    const text = "```python\ns = '''\n```\nx\n";
    assert.deepEqual(codes(readAll(text, "length"), true), []);
    assert.deepEqual(codes(readAll(text, "length"), false), ["s = '''\n```\nx"]);
  });

  it("shows neither thinking tags nor a role's header to people", () => {
    const texts = ["a</think>b", "interpreter\n```python\nx = 1\n```"].map((text) =>
      readAll(text)
        .map((part) => (part.kind === "prose" ? part.text : ""))
        .join(""),
    );
    assert.deepEqual(texts, ["ab", ""]);
  });

  it("takes an answer for thinking from its first word where the template opened the thought", () => {
    const parts = readAll("hm\n```python\ndraft()\n```\n</think>\nThe answer.", "stop", { thinks: true });
    assert.deepEqual(
      parts.map((part) => part.kind),
      ["thinking", "prose"],
    );
  });

  it("reads an answer without any thought as usual, also where the template should have opened one", () => {
    const text = "The answer:\n```python\nprint(4)\n```\n";
    assert.deepEqual(readAll(text, "stop", { thinks: true }), readAll(text));
    assert.deepEqual(readAll(text, "length", { thinks: true }), [{ kind: "thinking", raw: text }]);
  });

  it("ends at a role token that is cut into pieces, and gives nothing out after it", () => {
    const reader = new Reader();
    const said = ["done<", "|us", "er|>", "forged"].flatMap((piece) => reader.read(piece));
    assert.equal(said.map((part) => part.raw).join(""), "done");
    assert.equal(reader.over, true);
    assert.deepEqual(reader.end("stop"), []);
  });

  it("leaves a person's text whole, role tokens and all", () => {
    const parts = readAll("```python\nprint('<|user|>')\n```", "stop", { rolesEnd: false });
    assert.deepEqual(codes(parts, true), ["print('<|user|>')"]);
  });

  for (const [name, unit] of [
    ["prose", "word "],
    ["ticks", "`"],
    ["spaces", " "],
    ["brackets", "<"],
    ["lines", "a\n"],
    ["code", "```python\nx = 1\n```\n"],
    ["an untagged block", "```\nx = (\n"],
    ["one line of code", "```python\nx = 1 + "],
    ["an open string", "```python\n'''\n```\n"],
  ] as const) {
    it(`reads a megabyte of ${name} in single characters in time that grows with its length alone`, () => {
      const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
      const reader = new Reader();
      let length = 0;
      for (const piece of text) for (const said of reader.read(piece)) length += said.raw.length;
      for (const said of reader.end("stop")) length += said.raw.length;
      assert.equal(length, text.length);
    });
  }
});
