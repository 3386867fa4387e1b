import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { setImmediate } from "node:timers/promises";
import type { Incoming, Reply } from "../../../src/core/adapter.ts";
import { told } from "../../../src/core/commands/told.ts";
import { cellId } from "../../../src/core/ids.ts";
import type { TurnEvent } from "../../../src/core/turn.ts";
import { emptyView, extend } from "../../../src/core/view.ts";
import { adapterContract } from "../../contracts/adapter-contract.ts";
import { consoleOn } from "../../fakes/console-streams.ts";
import { hearing } from "../../fakes/hearing.ts";
import { lastDrawn } from "../../fakes/last-drawn.ts";

const folder = await mkdtemp(join(tmpdir(), "threadbook-console-"));
after(() => rm(folder, { recursive: true, force: true }));

const harmful = ["\x1b]0;title\x07", "\x1b[2J", "\x9b31m", "\x07", "\u202e", "\b", "\x1bc"];
// What the adapter itself may send: styles, cursor moves up, down and to a column, erasing below, and its modes.
const ownCodes = /\x1b\[(?:[\d;]*m|\d*[ABG]|J|\?(?:2026|2004|25|7)[hl])/g;

for (const isTTY of [true, false]) {
  adapterContract(isTTY ? "a terminal" : "a pipe", async () => {
    const { adapter, input, output } = consoleOn(isTTY, folder);
    return {
      adapter,
      harmful,
      hold: () => output.hold(),
      say: async (text) => void input.write(isTTY ? `${text}\r` : `${text}\n`),
      shown: async () => (isTTY ? lastDrawn(output.text) : output.text),
      raw: async () => (isTTY ? output.text.replaceAll(ownCodes, "") : output.text),
      close: async () => void input.end(),
    };
  });
}

function answerWith(...events: readonly TurnEvent[]) {
  return async (_: Incoming, reply: Reply) => {
    const all: readonly TurnEvent[] = [...events, { kind: "ended", ending: { why: "answered" } }];
    let view = emptyView("en");
    for (const event of all) reply.draw((view = extend(view, event)));
    await reply.settle();
    return "accepted" as const;
  };
}

const printed: readonly TurnEvent[] = [
  { kind: "cell-opened", cell: cellId("1"), code: "print(6*7)" },
  { kind: "cell-printed", cell: cellId("1"), output: { kind: "stream", stream: "stdout", text: "42\n" } },
  { kind: "cell-closed", cell: cellId("1"), end: { outcome: "ok", kept: true, generation: 1 } },
];

describe("the bot in a pipe", () => {
  it("prints what /run prints and nothing else, and is done at the end of input", async () => {
    const { adapter, input, output } = consoleOn(false, folder);
    await adapter.start(hearing(answerWith(...printed)));
    input.end("/run print(6*7)\n");
    await adapter.done;
    assert.equal(output.text, "42\n");
  });

  it("prints an answer as Markdown: code in a fence that holds, results indented, its own words marked", async () => {
    const { adapter, input, output } = consoleOn(false, folder);
    await adapter.start(
      hearing(
        answerWith(
          { kind: "prose", text: "Look:\n▸ Stopped.\n" },
          { kind: "cell-opened", cell: cellId("1"), code: 'print("```")' },
          {
            kind: "cell-printed",
            cell: cellId("1"),
            output: { kind: "stream", stream: "stdout", text: "a\n▸ Stopped." },
          },
          { kind: "cell-closed", cell: cellId("1"), end: { outcome: "timed-out", kept: true, generation: 1 } },
        ),
      ),
    );
    input.end("question\n");
    await adapter.done;
    const own = "▸ Stopped: it ran out of time. Variables are kept.\n";
    const code = '````python\nprint("```")\n````\n';
    assert.equal(output.text, `Look:\n ▸ Stopped.\n\n${code}\n    a\n    ▸ Stopped.\n\n${own}`);
  });

  it("joins lines that end in a backslash and tells commands from questions", async () => {
    const { adapter, input } = consoleOn(false, folder);
    const heard: string[] = [];
    await adapter.start(
      hearing(async (incoming, reply) => {
        heard.push(incoming.kind === "asked" ? incoming.text : `${incoming.name}:${incoming.text}`);
        return answerWith()(incoming, reply);
      }),
    );
    input.end("one\\\ntwo\n/usr/bin is what?\n/halp\n/run a = 1\\\nprint(a)\n/vars\n\nlast\\");
    await adapter.done;
    const expected = ["one\ntwo", "/usr/bin is what?", "/halp", "run:a = 1\nprint(a)", "vars:", "last\n"];
    assert.deepEqual(heard, expected);
  });

  it("answers in a fresh thread after /new", async () => {
    const { adapter, input } = consoleOn(false, folder);
    const threads: string[] = [];
    await adapter.start(
      hearing(async (incoming, reply) => {
        threads.push(incoming.thread);
        reply.draw(told("en", "ok"));
        return "accepted";
      }),
    );
    input.end("one\n/new\ntwo\n");
    await adapter.done;
    assert.deepEqual(threads, ["console:1", "console:1", "console:2"]);
  });

  it("says its notes beside the answer, and for /run all that Python did not print", async () => {
    const { adapter, input, output, errors } = consoleOn(false, folder);
    const [opened, shown] = printed;
    assert.ok(opened && shown);
    const events: readonly TurnEvent[] = [
      { kind: "noted", note: { kind: "python-restarted" } },
      opened,
      shown,
      { kind: "cell-closed", cell: cellId("1"), end: { outcome: "timed-out", kept: true, generation: 1 } },
    ];
    await adapter.start(hearing(answerWith(...events)));
    input.end("/run print(6*7)\nquestion\n");
    await adapter.done;
    const note = "▸ Python was started anew: earlier variables are gone, files are still there.\n";
    const end = "▸ Stopped: it ran out of time. Variables are kept.\n";
    assert.equal(output.text, `42\n\n\`\`\`python\nprint(6*7)\n\`\`\`\n\n    42\n\n${end}`);
    assert.equal(errors.text, note + end + note);
  });

  it("waits for a reader that is slow, and keeps nothing but the newest view for it", async () => {
    const { adapter, input, output } = consoleOn(false, folder);
    const lines = Array.from({ length: 1_000 }, (_, at) => `line ${at}\n`);
    await adapter.start(
      hearing(async (_, reply) => {
        const letGo = output.hold();
        let view = emptyView("en");
        for (const text of lines) reply.draw((view = extend(view, { kind: "prose", text })));
        reply.draw(extend(view, { kind: "ended", ending: { why: "answered" } }));
        await setImmediate();
        assert.ok(output.writableLength > 0 && output.writableLength < 100, `${output.writableLength} wait`);
        letGo();
        return "accepted";
      }),
    );
    input.end("question\n");
    await adapter.done;
    assert.equal(output.text, lines.join(""));
  });

  it("goes on where nobody reads what is said beside the answer", async () => {
    const { adapter, input, output, errors } = consoleOn(false, folder);
    await adapter.start(hearing(answerWith({ kind: "noted", note: { kind: "python-restarted" } }, ...printed)));
    errors.destroy(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
    input.end("/run print(6*7)\n");
    await adapter.done;
    assert.equal(output.text, "42\n");
  });

  it("is done quietly when the reader has gone", async () => {
    const { adapter, input, output } = consoleOn(false, folder);
    await adapter.start(hearing(() => new Promise(() => undefined)));
    input.write("question\n");
    output.destroy(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
    await adapter.done;
  });
});

function bar(percent: number): TurnEvent {
  const text = `\r${percent}% done`;
  return { kind: "cell-printed", cell: cellId("1"), output: { kind: "stream", stream: "stderr", text } };
}

describe("the bot on a terminal", () => {
  it("takes a paste of many lines as one message, and keeps what was typed in a file of its owner's alone", async () => {
    const { adapter, input } = consoleOn(true, folder);
    const heard = Promise.withResolvers<string>();
    await adapter.start(
      hearing(async (incoming) => {
        heard.resolve(incoming.text);
        return "accepted";
      }),
    );
    input.write("see: \x1b[200~line one\r\nline two\nline 三\x1b[201~ok\r");
    assert.equal(await heard.promise, "see: line one\nline two\nline 三ok");
    await adapter[Symbol.asyncDispose]();
    const path = join(folder, "terminal-history");
    assert.match(await readFile(path, "utf8"), /"see: line one\\nline two\\nline 三ok"/);
    assert.equal((await stat(path)).mode & 0o777, 0o600);
  });

  it("stops what runs at Ctrl-C and leaves at the second; at an empty prompt at the first", async () => {
    const { adapter, input, left } = consoleOn(true, folder);
    const stop = Promise.withResolvers<string>();
    await adapter.start(
      hearing(async (incoming) => {
        if (incoming.kind === "commanded") stop.resolve(incoming.name);
        return "accepted";
      }),
    );
    input.write("question\r\x03");
    assert.equal(await stop.promise, "stop");
    assert.equal(left(), 0);
    input.write("\x03");
    assert.equal(left(), 1);
    await adapter[Symbol.asyncDispose]();
    const idle = consoleOn(true, folder);
    await idle.adapter.start(hearing(async () => "accepted"));
    idle.input.write("half\x03");
    assert.equal(idle.left(), 0);
    idle.input.write("\x03");
    assert.equal(idle.left(), 1);
    await idle.adapter[Symbol.asyncDispose]();
    assert.equal(idle.input.raw, false);
  });

  it("is done at Ctrl-D on an empty prompt", async () => {
    const { adapter, input } = consoleOn(true, folder);
    await adapter.start(hearing(async () => "accepted"));
    input.write("\x04");
    await adapter.done;
    await adapter[Symbol.asyncDispose]();
  });

  it("moves one line for a progress bar", async () => {
    const { adapter, input, output } = consoleOn(true, folder);
    const settled = Promise.withResolvers<void>();
    await adapter.start(
      hearing(async (incoming, reply) => {
        const answer = answerWith({ kind: "cell-opened", cell: cellId("1"), code: "go()" }, bar(10), bar(50), bar(100));
        const verdict = await answer(incoming, reply);
        settled.resolve();
        return verdict;
      }),
    );
    input.write("question\r");
    await settled.promise;
    const shown = lastDrawn(output.text);
    assert.deepEqual(shown.match(/\d+% done/g), ["100% done"]);
    await adapter[Symbol.asyncDispose]();
  });
});
