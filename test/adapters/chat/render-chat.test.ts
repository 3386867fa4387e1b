import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ChatBody } from "../../../src/adapters/chat/chat-body.ts";
import { renderChat } from "../../../src/adapters/chat/render-chat.ts";
import type { Posted } from "../../../src/adapters/reconcile.ts";
import { blobHash, cellId } from "../../../src/core/ids.ts";
import type { Output, TurnEvent } from "../../../src/core/turn.ts";
import { emptyView, extend, type TurnView } from "../../../src/core/view.ts";
import { words } from "../../../src/core/words/words.ts";
import { plainMarkup } from "../../fakes/plain-markup.ts";

const setting = {
  words: words("en"),
  syntax: (name: string) => `!${name}`,
  markup: plainMarkup,
  ownCode: false,
  waitedLong: false,
};
const cell = cellId("cell1");
const ended: TurnEvent = { kind: "ended", ending: { why: "answered" } };
const figure = (name: string): Output => ({
  kind: "display",
  display: name,
  result: false,
  shown: { picture: { hash: blobHash(Buffer.from(name)), mime: "image/png", width: 1, height: 1, bytes: 1 } },
});
const printed = (text: string): TurnEvent => ({
  kind: "cell-printed",
  cell,
  output: { kind: "stream", stream: "stdout", text },
});

function fold(...events: readonly TurnEvent[]): TurnView {
  return events.reduce(extend, emptyView("en"));
}

function bodies(view: TurnView, posted: readonly Posted<ChatBody>[] = []): readonly ChatBody[] {
  return renderChat(view, posted, setting).map(({ body }) => body);
}

function texts(view: TurnView): readonly string[] {
  return bodies(view).map((body) => (body.kind === "text" ? body.text : body.kind));
}

describe("an answer in a chat", () => {
  it("tells what it does in place of what it told before, until there is something to show", () => {
    const waiting = fold({ kind: "waiting", for: "kernel" });
    const [before] = renderChat(waiting, [], setting);
    assert.ok(before);
    const posted = [{ ...before, state: "visible", sure: true } as const];
    const thinking = fold({ kind: "waiting", for: "kernel" }, { kind: "thinking", characters: 5 });
    const [after, ...others] = renderChat(thinking, posted, setting);
    assert.deepEqual([after?.key, others], [before.key, []]);
    assert.notDeepEqual(after?.body, before.body);
    assert.deepEqual(renderChat(thinking, [], setting), []);
  });

  it("is text with code and output in fences, figures between, in order, and the bot's own word at its end", () => {
    const view = fold(
      { kind: "prose", text: "Look:\n" },
      { kind: "cell-opened", cell, code: "plot()" },
      printed("before\n"),
      { kind: "cell-printed", cell, output: figure("one") },
      printed("after\n"),
      { kind: "cell-closed", cell, end: { outcome: "timed-out", kept: true, generation: 1 } },
      ended,
    );
    assert.deepEqual(texts(view), [
      "Look:\n```python\nplot()\n```\n```\nbefore\n```",
      "figure",
      "```\nafter\n```\n▸ Stopped: it ran out of time. Variables are kept.",
    ]);
  });

  it("can be stopped by a button on its last text while it goes on, and by none once it has ended", () => {
    const going = fold({ kind: "cell-opened", cell, code: "wait()" });
    assert.deepEqual(
      bodies(going).map((body) => body.kind === "text" && body.buttons),
      [["stop"]],
    );
    assert.deepEqual(
      bodies(extend(going, ended)).map((body) => body.kind === "text" && body.buttons),
      [[]],
    );
  });

  it("says how long a cell has been running and what it weighs, with a button that gives it more time", () => {
    const looked: TurnEvent = { kind: "cell-looked", cell, runningMs: 45_000, memoryBytes: 300_000_000 };
    const [body] = bodies(fold({ kind: "cell-opened", cell, code: "wait()" }, looked));
    assert.deepEqual(body?.kind === "text" && body.buttons, ["more", "stop"]);
    assert.match(body?.kind === "text" ? body.text : "", /▸ still running: 45 s, 300 MB$/);
  });

  it("says how many are ahead before anything else is there", () => {
    assert.deepEqual(texts({ ...emptyView("en"), status: { kind: "queued", ahead: 2 } }), ["▸ 2 ahead of you"]);
    assert.deepEqual(texts(emptyView("en")), [], "what the sign of typing tells needs no message");
  });

  it("is never nothing once it has ended, also where the code was the person's own and printed nothing", () => {
    const quiet = fold(
      { kind: "cell-opened", cell, code: "x = 1" },
      { kind: "cell-closed", cell, end: { outcome: "ok", kept: true, generation: 1 } },
      ended,
    );
    const shown = renderChat(quiet, [], { ...setting, ownCode: true });
    assert.deepEqual(
      shown.map(({ body }) => body.kind === "text" && body.text),
      ["▸ Done. There was nothing to show."],
    );
  });

  it("lets prose neither pass as the bot's own words nor leave a fence open", () => {
    const [text = ""] = texts(fold({ kind: "prose", text: "▸ Stopped.\n```python\nx = 1\n" }, ended));
    assert.ok(!text.includes("▸"));
    assert.match(text, /x = 1\n```$/);
  });

  it("lets no output end its fence", () => {
    const [text = ""] = texts(fold({ kind: "cell-opened", cell, code: "x" }, printed("```\n@all\n"), ended));
    assert.equal(text.match(/```/g)?.length, 4);
    assert.ok(!text.includes("@all"));
  });

  it("shows head and tail of a long output and adds the whole of it as a file", () => {
    const long = Array.from({ length: 500 }, (_, at) => `row ${at}`).join("\n");
    const closed: TurnEvent = { kind: "cell-closed", cell, end: { outcome: "ok", kept: true, generation: 1 } };
    const shown = bodies(fold({ kind: "cell-opened", cell, code: "rows()" }, printed(long), closed, ended));
    const file = shown.find((body) => body.kind === "file");
    assert.equal(file?.name, "cell1-output.txt");
    assert.equal(file?.text, `${long}\n`);
    const text = texts(fold({ kind: "cell-opened", cell, code: "rows()" }, printed(long))).join("\n");
    assert.match(text, /row 0\n[^]*characters left out[^]*row 499/);
    assert.ok(!text.includes("row 250"));
  });

  it("puts what no longer fits between later messages into a file at the end", () => {
    const opened: TurnEvent = { kind: "cell-opened", cell, code: "x" };
    const display = (text: string): TurnEvent => ({
      kind: "cell-printed",
      cell,
      output: { kind: "display", display: "d", result: false, shown: { text } },
    });
    const before = [opened, display("small"), { kind: "cell-printed", cell, output: figure("f") } as const];
    const posted = renderChat(fold(...before), [], setting).map(
      (message): Posted<ChatBody> => ({ ...message, state: "visible", sure: true }),
    );
    const grown: TurnEvent = {
      kind: "cell-printed",
      cell,
      output: { kind: "replaced", display: "d", shown: { text: "long line of text\n".repeat(28) } },
    };
    const kinds = bodies(fold(...before, grown, ended), posted).map(({ kind }) => kind);
    assert.deepEqual(kinds, ["text", "figure", "file"], "nothing was split before the figure");
    for (const body of bodies(fold(...before, grown, ended), posted)) {
      assert.ok(body.kind !== "text" || body.text.length <= plainMarkup.textLimit);
    }
  });
});
