import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { paintFor } from "../../../../src/adapters/console/terminal/palette.ts";

describe("the last place before the terminal", () => {
  it("lets no control code of others through, with colours and without", () => {
    const evil = { text: "a\x1b[2J\x9b1m\x07b", style: "prose" } as const;
    assert.equal(paintFor({ TERM: "xterm-256color" })(evil), "\x1b[38;5;114mab\x1b[0m");
    assert.equal(paintFor({ TERM: "xterm" })(evil), "\x1b[32mab\x1b[0m");
    assert.equal(paintFor({ TERM: "xterm", NO_COLOR: "1" })(evil), "ab");
  });
});
