import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { renderChat } from "../../../src/adapters/chat/render-chat.ts";
import { discordManner } from "../../../src/adapters/discord/replies.ts";
import { cellId } from "../../../src/core/ids.ts";
import type { Output, TurnEvent } from "../../../src/core/turn.ts";
import { words } from "../../../src/core/words/words.ts";
import { ended, fold } from "./discord-bench.ts";

// As Discord's apps read a message: what is escaped, a block, code in a line, a quote of all the rest.
const escape = /^\\[^0-9A-Za-z\s]/;
const block = /^```(?:[a-z0-9_+\-.#]+?\n)?\n*([^\n][^]*?)\n*```/i;
const inline = /^(`+)([^]*?[^`])\1(?!`)/;
const longQuote = /^ *>>> /;

interface Read {
  readonly blocks: readonly string[];
  /** What stands outside of blocks and of code in lines. */
  readonly plain: string;
  readonly quotesAll: boolean;
}

function read(text: string): Read {
  const blocks: string[] = [];
  let [plain, quotesAll] = ["", false];
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    quotesAll ||= (at === 0 || text[at - 1] === "\n") && longQuote.test(rest);
    const code = block.exec(rest);
    const [taken = ""] = escape.exec(rest) ?? code ?? inline.exec(rest) ?? [];
    if (code !== null && !escape.test(rest)) blocks.push(code[1] ?? "");
    else if (taken === "") plain += text[at] ?? "";
    at += taken.length || 1;
  }
  return { blocks, plain, quotesAll };
}

const piece = fc.constantFrom(
  ..."` `` ``` ```` ~~~ ```python ▸ > >>> - \\ * _ || [ ]( )".split(" "),
  ..."x code 1. https://e.example <https://e.example|x> \t".split(" "),
  "\n",
  "\n\n",
  " ",
  "    ",
  "\n```\n",
  "\n    ```python\n",
  "\n```\n```\n",
);
const evil = fc.array(piece, { maxLength: 25 }).map((all) => all.join(""));
const output: fc.Arbitrary<Output> = fc.oneof(
  evil.map((text): Output => ({ kind: "stream", stream: "stdout", text: `${text}PRINTED` })),
  fc.constantFrom<Output>({ kind: "stream", stream: "stdout", text: "\n" }),
  evil.map((traceback): Output => ({ kind: "error", name: "E", value: "v", traceback: `${traceback}PRINTED` })),
);
const step = fc.oneof(evil, fc.tuple(evil, fc.array(output, { maxLength: 3 })));
const turn = fc.array(step, { minLength: 1, maxLength: 5 });
const own = "▸ Stopped: it ran out of time. Variables are kept.";
const ownLine = /^▸ (?:Stopped: |Done\. There|The rest of this is in |waiting)/;

function eventsOf(steps: readonly (string | readonly [string, readonly Output[]])[]): readonly TurnEvent[] {
  return steps.flatMap((one, at): readonly TurnEvent[] => {
    if (typeof one === "string") return [{ kind: "prose", text: one }];
    const cell = cellId(`cell${at}`);
    const printed = one[1].map((shown): TurnEvent => ({ kind: "cell-printed", cell, output: shown }));
    const end = { outcome: "timed-out", kept: true, generation: 1 } as const;
    return [{ kind: "cell-opened", cell, code: `${one[0]}\nCODE` }, ...printed, { kind: "cell-closed", cell, end }];
  });
}

function messages(events: readonly TurnEvent[], textLimit = 2_000): readonly string[] {
  const markup = { ...discordManner.markup, textLimit };
  const setting = { ...discordManner, markup, words: words("en"), ownCode: false, waitedLong: false };
  return renderChat(fold(...events), [], setting).flatMap(({ body }) => (body.kind === "text" ? [body.text] : []));
}

describe("what Discord's apps make of an answer", () => {
  it("has all that was printed and run in blocks, and every line with the bot's sign is the bot's", () => {
    const property = fc.property(turn, fc.constantFrom(200, 2_000), fc.boolean(), (steps, limit, over) => {
      const events = eventsOf(steps);
      const whole = messages(over ? [...events, ended] : events, limit).map(read);
      for (const { plain, quotesAll } of whole) {
        assert.ok(!/PRINTED|CODE/.test(plain), plain);
        assert.ok(!quotesAll);
        for (const line of plain.split("\n")) if (line.includes("▸")) assert.match(line, ownLine);
      }
      const cells = steps.filter((one) => typeof one !== "string").length;
      const said = whole.flatMap(({ plain }) => plain.split("\n")).filter((line) => line === own).length;
      if (limit === 2_000) assert.equal(said, cells);
      assert.ok(whole.every(({ blocks }) => blocks.every((inner) => !inner.includes("▸"))));
    });
    fc.assert(property, { numRuns: 1_500 });
  });

  it("is not turned inside out by nothing: an empty line that is printed, an empty block that is said", () => {
    const error: Output = { kind: "error", name: "E", value: "v", traceback: "PRINTED" };
    const newline: Output = { kind: "stream", stream: "stdout", text: "\n" };
    const [text = ""] = messages([...eventsOf(["Empty:\n```\n```", ["x", [newline, error]]]), ended]);
    assert.equal(text, `Empty:\n\`\`\`python\nx\nCODE\n\`\`\`\n\`\`\`\nPRINTED\n\`\`\`\n${own}`);
  });
});
