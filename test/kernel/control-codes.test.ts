import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { ControlCodes, withoutControlCodes } from "../../src/kernel/control-codes.ts";

const CASES: readonly (readonly [why: string, text: string, kept: string])[] = [
  ["colours", "\x1b[1;31mred\x1b[0m", "red"],
  ["cursor moves and erasing", "a\x1b[2K\x1b[1A\x1b[?25lb", "ab"],
  ["a window title (OSC, BEL)", "\x1b]0;title\x07text", "text"],
  ["a link (OSC 8, ST)", "\x1b]8;;http://a.b/\x1b\\link\x1b]8;;\x1b\\", "link"],
  ["a sixel picture (DCS)", "\x1bPq#0;2;0;0;0#0~~@@vv\x1b\\after", "after"],
  ["application strings (APC, PM, SOS)", "a\x1b_x\x1b\\b\x1b^y\x1b\\c\x1bXz\x1b\\d", "abcd"],
  ["C1 codes", "a\x9b31mb\x9d0;t\x9cc\x90q\x9cd\x85e", "abcde"],
  ["character sets and single shifts", "\x1b(B\x1b#8\x1b=\x1bcx", "x"],
  ["bells, backspaces kept, tabs kept", "a\x07b\x08c\td\re\x0bf\x0c\x00g\x7f", "ab\x08c\td\refg"],
  ["an unended title, up to the line's end", "\x1b]0;no end\nnext", "\nnext"],
  ["a broken sequence, up to what breaks it", "\x1b[12\nnext", "\nnext"],
  ["an escape in an escape", "\x1b[3\x1b[1mx", "x"],
  ["a title that another sequence ends", "\x1b]0;t\x1b[1mx", "x"],
  ["a lone escape at the end", "x\x1b", "x"],
  ["nothing of Chinese, accents and emoji", "中文 é 👩‍👩‍👧 ↦", "中文 é 👩‍👩‍👧 ↦"],
];

describe("terminal control codes in output", () => {
  for (const [why, text, kept] of CASES) {
    it(`loses ${why}`, () => assert.equal(withoutControlCodes(text), kept));
    it(`loses ${why}, wherever the text is cut`, () => {
      for (let at = 0; at <= text.length; at++) {
        const codes = new ControlCodes();
        assert.equal(codes.strip(text.slice(0, at)) + codes.strip(text.slice(at)), kept, `cut at ${at}`);
      }
    });
  }

  it("never lets a control character through, and does not care how the text is cut", () => {
    const piece = fc.string({ unit: fc.constantFrom(...Array.from("\x1b[]P\\;0m\x07\x9b\x9c\x18\n\rax中")) });
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const codes = new ControlCodes();
        const kept = pieces.map((text) => codes.strip(text)).join("");
        assert.equal(kept, withoutControlCodes(pieces.join("")));
        assert.doesNotMatch(kept, /[^\n\t\r\b\x20-\x7e\xa0-\u{10ffff}]/u);
      }),
    );
  });
});
