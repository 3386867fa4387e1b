import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { line } from "../../../../src/adapters/console/lines/line.ts";
import { paintFor } from "../../../../src/adapters/console/terminal/palette.ts";
import { Screen } from "../../../../src/adapters/console/terminal/screen.ts";
import { Written } from "../../../fakes/console-streams.ts";

const clock = { now: () => 0, after: () => () => undefined };
const foot = () => ({ rows: [{ spans: [{ text: "prompt", style: "own" as const }] }], cursor: { row: 0, column: 2 } });

/** A terminal of so many rows: what has scrolled away can no longer be reached. */
class Terminal {
  readonly rows: string[] = [""];
  readonly #height: number;
  #row = 0;

  constructor(height: number) {
    this.#height = height;
  }

  write(written: string): void {
    for (const token of written.split(/(\x1b\[[?\d;]*[A-Za-z]|\r\n)/)) {
      const move = /^\x1b\[(\d*)([AB])$/.exec(token);
      if (move !== null) this.#move(Number(move[1]) * (move[2] === "A" ? -1 : 1));
      else if (token === "\r\n") this.rows[++this.#row] = "";
      else if (token === "\x1b[J") this.rows.splice(this.#row, Number.POSITIVE_INFINITY, "");
      else if (!token.startsWith("\x1b")) this.rows[this.#row] += token.replaceAll("\r", "");
    }
  }

  // A real terminal keeps its scrollback when the rows below are erased.
  #highest = 0;
  #move(by: number): void {
    this.#highest = Math.max(this.#highest, this.rows.length - this.#height);
    this.#row += by;
    assert.ok(this.#row >= this.#highest, "the screen moved to a row that has scrolled away");
  }
}

describe("the screen", () => {
  it("shows growing messages whole and once, however small the terminal is", async () => {
    const message = fc.record({ id: fc.nat(4), lines: fc.integer({ min: 1, max: 6 }) });
    const property = fc.asyncProperty(
      fc.array(message, { maxLength: 25 }),
      fc.integer({ min: 4, max: 12 }),
      async (steps, height) => {
        const output = new Written(true, 40, height);
        const screen = new Screen(output, paintFor({ NO_COLOR: "1" }), clock, foot);
        const terminal = new Terminal(height);
        const shown = new Map<number, string[]>();
        for (const { id, lines } of steps) {
          const texts = shown.get(id) ?? [];
          for (let more = 0; more < lines; more++) texts.push(`message${id} line${texts.length}.`);
          shown.set(id, texts);
          screen.put(
            `${id}`,
            texts.map((text) => line(text, "prose")),
            true,
          );
          output.text = "";
          await screen.flush();
          terminal.write(output.text);
        }
        const text = terminal.rows.join("\n");
        for (const one of [...shown.values()].flat()) assert.equal(text.split(one).length, 2, `${one} in\n${text}`);
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });

  it("writes nothing of a control code that a message holds", async () => {
    const output = new Written(true);
    const screen = new Screen(output, paintFor({ NO_COLOR: "1" }), clock, foot);
    screen.put("1", [line("a\x1b]0;x\x07\x1b[2Jb", "result")], false);
    await screen.flush();
    assert.match(output.text, /ab/);
    assert.doesNotMatch(output.text, /\x1b\]|\x1b\[2J|\x07/);
  });

  it("redraws only below what has not changed", async () => {
    const output = new Written(true);
    const screen = new Screen(output, paintFor({ NO_COLOR: "1" }), clock, foot);
    screen.put("1", [line("stays", "prose")], false);
    await screen.flush();
    output.text = "";
    screen.put("2", [line("comes", "prose")], false);
    await screen.flush();
    assert.doesNotMatch(output.text, /stays/);
  });
});
