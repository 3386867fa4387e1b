import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inlinePicture, pictureProtocol } from "../../../../src/adapters/console/terminal/inline-picture.ts";

const size = { columns: 80, rows: 24 };

function picture(bytes: Uint8Array, mime: "image/png" | "image/jpeg" = "image/png") {
  return { kind: "fitted", bytes, mime, width: 400, height: 200 } as const;
}

describe("a picture in the terminal", () => {
  it("is one sequence of kitty's protocol where it is small", () => {
    const inline = inlinePicture(picture(Buffer.from("tiny")), "kitty", 7, size);
    assert.deepEqual(inline, {
      rows: 10,
      sequence: "\x1b_Ga=T,f=100,t=d,i=7,p=1,q=2,C=1,c=40,r=10,m=0;dGlueQ==\x1b\\",
    });
  });

  it("is cut for kitty into pieces of 4096 characters, of which the last says that it is the last", () => {
    const bytes = Buffer.alloc(3072 * 2 + 1, 1);
    const content = bytes.toString("base64");
    const { sequence = "" } = inlinePicture(picture(bytes), "kitty", 7, size) ?? {};
    const about = "a=T,f=100,t=d,i=7,p=1,q=2,C=1,c=40,r=10,";
    const pieces = [content.slice(0, 4096), content.slice(4096, 8192), content.slice(8192)];
    assert.equal(
      sequence,
      `\x1b_G${about}m=1;${pieces[0]}\x1b\\\x1b_Gm=1;${pieces[1]}\x1b\\\x1b_Gm=0;${pieces[2]}\x1b\\`,
    );
  });

  it("is a file in iTerm2's protocol, which takes JPEG too", () => {
    const about = "inline=1;size=4;width=40;height=10;preserveAspectRatio=1";
    const sequence = `\x1b]1337;File=${about}:dGlueQ==\x07`;
    const bytes = Buffer.from("tiny");
    assert.deepEqual(inlinePicture(picture(bytes, "image/jpeg"), "iterm2", 7, size), { rows: 10, sequence });
    assert.equal(inlinePicture(picture(bytes, "image/jpeg"), "kitty", 7, size), undefined);
  });

  it("is a file in parts for iTerm2 where one sequence would be longer than it takes", () => {
    const bytes = Buffer.alloc(1_000_000, 1);
    const { sequence = "" } = inlinePicture(picture(bytes), "iterm2", 7, size) ?? {};
    const sequences = sequence.split("\x07").slice(0, -1);
    assert.equal(
      sequences[0],
      "\x1b]1337;MultipartFile=inline=1;size=1000000;width=40;height=10;preserveAspectRatio=1",
    );
    assert.equal(sequences.at(-1), "\x1b]1337;FileEnd");
    const parts = sequences.slice(1, -1).map((part) => part.replace(/^\x1b\]1337;FilePart=/, ""));
    assert.ok(parts.length > 1 && parts.every((part) => part.length < 1_048_576 && part.length % 4 === 0));
    assert.equal(parts.join(""), bytes.toString("base64"));
  });

  it("fits a terminal of any size, and is left out where there is no room", () => {
    const bytes = Buffer.from("tiny");
    assert.equal(inlinePicture(picture(bytes), "kitty", 1, { columns: 80, rows: 7 }), undefined);
    for (const columns of [10, 20, 200]) {
      const { sequence = "", rows = 0 } = inlinePicture(picture(bytes), "kitty", 1, { columns, rows: 50 }) ?? {};
      const wide = Number(/,c=(\d+),/.exec(sequence)?.[1] ?? 0);
      assert.ok(wide <= columns - 4 && rows <= 44, `${wide} by ${rows} in ${columns}`);
    }
  });
});

describe("what pictures a terminal shows", () => {
  for (const [environment, expected] of [
    [{ TERM: "xterm-kitty" }, "kitty"],
    [{ TERM: "xterm-256color", KITTY_WINDOW_ID: "1" }, "kitty"],
    [{ TERM: "xterm-ghostty", TERM_PROGRAM: "ghostty" }, "kitty"],
    [{ TERM: "xterm-256color", TERM_PROGRAM: "iTerm.app" }, "iterm2"],
    [{ TERM: "xterm-256color", TERM_PROGRAM: "WezTerm" }, "iterm2"],
    [{ TERM: "xterm-256color" }, undefined],
    [{ TERM: "xterm-256color", TERM_PROGRAM: "Apple_Terminal" }, undefined],
    [{ TERM: "tmux-256color", TERM_PROGRAM: "tmux", KITTY_WINDOW_ID: "1" }, undefined],
    [{ TERM: "xterm-kitty", TMUX: "/tmp/tmux-0/default,1,0" }, undefined],
    [{ TERM: "screen-256color", TERM_PROGRAM: "iTerm.app" }, undefined],
    [{}, undefined],
  ] as const) {
    it(`is ${expected ?? "none"} in ${JSON.stringify(environment)}`, () => {
      assert.equal(pictureProtocol(environment), expected);
    });
  }
});
