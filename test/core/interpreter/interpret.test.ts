import assert from "node:assert/strict";
import { test } from "node:test";
import { Shutdown, Stop } from "../../../src/core/interpreter/stop.ts";
import type { Model, Said } from "../../../src/core/model/model.ts";
import { viewOf } from "../../../src/core/replay.ts";
import type { TurnView } from "../../../src/core/view.ts";
import { Failure } from "../../../src/failure.ts";
import { FakeKernelHost } from "../../fakes/fake-kernel.ts";
import { fenced, limits, PlayedThread, person } from "../../fakes/turn.ts";

test("a plain answer ends the turn and starts no Python", async () => {
  const host = new FakeKernelHost();
  const thread = new PlayedThread(host);
  const { view } = await thread.ask(["Hello! How can I help?"]);
  assert.deepEqual(view.ending, { why: "answered" });
  assert.deepEqual(view.blocks, [{ kind: "prose", key: "1", text: "Hello! How can I help?" }]);
  assert.equal(host.open("played", 0).alive, false);
});

test("a block runs when its fence closes, and what the model wrote after it is neither shown nor kept", async () => {
  const host = new FakeKernelHost();
  const thread = new PlayedThread(host);
  const { view } = await thread.ask([
    `Let me see.\n${fenced('print("6")')}The output will be 42.\n${fenced('print("no")')}`,
    "It is six.",
  ]);
  assert.deepEqual(host.ran, ['print("6")']);
  assert.deepEqual(kinds(view), ["prose", "cell", "prose"]);
  assert.ok(!JSON.stringify(thread.entries).includes("42"), "an invented result is not in the record");
  const ran = thread.entries.find((entry) => entry.kind === "ran");
  assert.ok(ran?.kind === "ran" && ran.result.includes("6"), "the model is given what the kernel printed");
});

test("an error is handed back and mended", async () => {
  const thread = new PlayedThread();
  const { view } = await thread.ask([fenced("print(x)"), fenced("x = 1\nprint(x)"), "Mended."]);
  assert.deepEqual(view.ending, { why: "answered" });
  assert.deepEqual(outcomes(view), ["raised", "ok"]);
  const [first] = thread.entries.filter((entry) => entry.kind === "ran");
  assert.match(first?.kind === "ran" ? first.result : "", /NameError/);
});

test("variables of one turn are there in the next", async () => {
  const thread = new PlayedThread();
  await thread.ask([fenced("x = 41"), "Done."]);
  const { view } = await thread.ask([fenced("print(x)"), "Done."]);
  assert.deepEqual(outcomes(view), ["ok"]);
});

test("Python that was lost between two cells of a turn is told to the person and the model", async () => {
  const host = new FakeKernelHost();
  const thread = new PlayedThread(host);
  let cells = 0;
  const { view } = await thread.ask([fenced("x = 1"), fenced("print(x)"), fenced('print("on")'), "Done."], {
    watch: (event) => {
      if (event.kind === "cell-closed" && ++cells === 1) void host.open("played", 0).restart();
    },
  });
  const ends = view.blocks.flatMap((block) => (block.kind === "cell" ? [block.end?.lostBefore] : []));
  assert.deepEqual(ends, [undefined, true, undefined], "said once");
  const results = thread.entries.flatMap((entry) => (entry.kind === "ran" ? [entry.result] : []));
  assert.match(results[1] ?? "", /started anew before this cell/);
  assert.deepEqual(viewOf(thread.entries), view);
});

test("the turn ends when the repair is the code it was", async () => {
  const host = new FakeKernelHost();
  const { view } = await new PlayedThread(host).ask([fenced("print(x)"), fenced("print(x)  \n"), "never said"]);
  assert.deepEqual(view.ending, { why: "going-in-circles" });
  assert.equal(host.ran.length, 1, "the same code does not run twice");
});

test("the turn ends when the same code raises the same exception a second time", async () => {
  const { view } = await new PlayedThread().ask([fenced("print(x)"), fenced("print(y)"), fenced("print(x)"), "never"]);
  assert.deepEqual(view.ending, { why: "going-in-circles" });
  assert.deepEqual(outcomes(view), ["raised", "raised", "raised"]);
});

test("the turn ends after its steps", async () => {
  const answers = Array.from({ length: 9 }, (_, step) => fenced(`print("${step}")`));
  const { view } = await new PlayedThread().ask(answers, { limits: { ...limits, steps: 3 } });
  assert.deepEqual(view.ending, { why: "out-of-steps", limit: 3 });
  assert.equal(outcomes(view).length, 3);
});

test("a block that broke off at the token limit is never run, and the model is asked for the whole", async () => {
  const host = new FakeKernelHost();
  const model = saying(
    [
      { kind: "code", raw: "```python\nos.remo", text: "os.remo" },
      { kind: "code-cut", raw: "", code: "os.remo" },
      finished("length"),
    ],
    [{ kind: "prose", raw: "Sorry.", text: "Sorry." }, finished("stop")],
  );
  const thread = new PlayedThread(host);
  const { view } = await thread.ask(model);
  assert.deepEqual(host.ran, []);
  assert.deepEqual(view.ending, { why: "answered" });
  assert.ok(thread.entries.some((entry) => entry.kind === "refused" && entry.why === "cut-off"));
});

test("an answer that reaches the token limit in words ends with a note that says so", async () => {
  const { view } = await new PlayedThread().ask(saying([{ kind: "prose", raw: "So", text: "So" }, finished("length")]));
  assert.deepEqual(kinds(view), ["prose", "note"]);
  assert.deepEqual(view.ending, { why: "answered" });
});

test("an answer whose connection breaks off keeps what was said, once, and ends with a failure", async () => {
  const thread = new PlayedThread();
  const { view } = await thread.ask(saying([{ kind: "prose", raw: "So", text: "So" }, finished("cut")]));
  assert.deepEqual(view.ending, { why: "failed", code: "model-broke-off", facts: {} });
  assert.equal(thread.entries.filter((entry) => entry.kind === "said").length, 1);
});

test("an empty answer is not passed off as one", async () => {
  const { view } = await new PlayedThread().ask(saying([finished("stop")]));
  assert.equal(view.ending?.why === "failed" && view.ending.code, "model-empty");
});

test("a failure of the model is the ending, with what its sentence needs", async () => {
  const model = failing(new Failure("model-unreachable", "refused", { facts: { url: "http://127.0.0.1:1" } }));
  const { view } = await new PlayedThread().ask(model);
  assert.deepEqual(view.ending, { why: "failed", code: "model-unreachable", facts: { url: "http://127.0.0.1:1" } });
});

test("a mistake of our own is thrown, for the bot to answer with a reference", async () => {
  await assert.rejects(new PlayedThread().ask(failing(new TypeError("oops"))), /oops/);
});

test("a stop in the middle of a cell interrupts it and says who stopped", async () => {
  const controller = new AbortController();
  const thread = new PlayedThread();
  const { view } = await thread.ask([fenced("time.sleep(600)"), "never"], {
    signal: controller.signal,
    watch: (event) => event.kind === "cell-opened" && controller.abort(new Stop(person)),
  });
  assert.deepEqual(view.ending, { why: "stopped", by: person });
  assert.deepEqual(outcomes(view), ["interrupted"]);
  assert.ok(
    thread.entries.some((entry) => entry.kind === "ran"),
    "the record holds the cell",
  );
});

test("a stop while code is being written shows that it was not run", async () => {
  const controller = new AbortController();
  const host = new FakeKernelHost();
  const { view } = await new PlayedThread(host).ask(hangingInCode(), {
    signal: controller.signal,
    watch: (event) => event.kind === "code" && controller.abort(new Stop(person)),
  });
  assert.deepEqual(host.ran, []);
  const [cell] = view.blocks;
  assert.equal(cell?.kind === "cell" && cell.refusal, "stopped");
});

test("the bot's own end leaves a sentence that says so", async () => {
  const controller = new AbortController();
  controller.abort(new Shutdown());
  const { view } = await new PlayedThread().ask(["never"], { signal: controller.signal });
  assert.equal(view.ending?.why === "failed" && view.ending.code, "bot-restarted");
});

test("Python that does not start is a failure, and its code is shown as not run", async () => {
  const host = new FakeKernelHost(undefined, {
    start: () => Promise.reject(new Failure("kernel-not-started", "no")),
  });
  const { view } = await new PlayedThread(host).ask([fenced("1"), "never"]);
  assert.equal(view.ending?.why === "failed" && view.ending.code, "kernel-not-started");
  const [cell] = view.blocks;
  assert.equal(cell?.kind === "cell" && cell.refusal, "not-started");
});

test("code beyond the limit is not run, and the model hears why", async () => {
  const host = new FakeKernelHost();
  const thread = new PlayedThread(host);
  await thread.ask([fenced("x".repeat(501)), "I see."]);
  assert.deepEqual(host.ran, []);
  assert.ok(thread.entries.some((entry) => entry.kind === "refused" && entry.why === "too-long"));
});

test("a person's own code is part of the record and needs no model", async () => {
  const thread = new PlayedThread();
  const { view } = await thread.run('print("hi")');
  assert.deepEqual(
    thread.entries.map((entry) => entry.kind),
    ["asked", "ran", "ended"],
  );
  assert.deepEqual(view.ending, { why: "answered" });
});

test("every turn ends once, last, and can be drawn again from its record", async () => {
  const stopped = new AbortController();
  const thread = new PlayedThread();
  const turns = [
    () => thread.ask([`Look:\n${fenced("print(x)")}`, fenced("x = 2\nprint(x)"), "Two."]),
    () => thread.ask([fenced("print(y)"), fenced("print(y)")]),
    () => thread.ask(failing(new Failure("model-busy", "busy"))),
    () => thread.run("os._exit(1)"),
    () =>
      thread.ask([fenced("time.sleep(600)")], {
        signal: stopped.signal,
        watch: (event) => event.kind === "cell-opened" && stopped.abort(new Stop(person)),
      }),
  ];
  for (const turn of turns) {
    const { events, view } = await turn();
    assert.equal(events.filter((event) => event.kind === "ended").length, 1);
    assert.equal(events.at(-1)?.kind, "ended");
    assert.deepEqual(viewOf(thread.entries), view);
  }
});

function kinds(view: TurnView): readonly string[] {
  return view.blocks.map((block) => block.kind);
}

function outcomes(view: TurnView): readonly string[] {
  return view.blocks.flatMap((block) => (block.kind === "cell" && block.end !== undefined ? [block.end.outcome] : []));
}

function finished(why: "stop" | "length" | "cut"): Said {
  return { kind: "finished", why };
}

function saying(...steps: readonly (readonly Said[])[]): Model {
  let step = 0;
  return {
    name: "saying",
    contextTokens: 10_000,
    size: () => 1,
    async *say() {
      yield* steps[step++] ?? [];
    },
  };
}

function failing(error: Error): Model {
  return {
    name: "failing",
    contextTokens: 10_000,
    size: () => 1,
    say: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }) }),
  };
}

function hangingInCode(): Model {
  return {
    name: "hanging",
    contextTokens: 10_000,
    size: () => 1,
    async *say(_dialog, signal) {
      yield { kind: "code", raw: "```python\nimport o", text: "import o" };
      await new Promise((resolve) =>
        signal.aborted ? resolve(undefined) : signal.addEventListener("abort", resolve, { once: true }),
      );
      throw signal.reason;
    },
  };
}
