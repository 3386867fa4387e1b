import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import type { CellEnd, CellEvent, KernelHost, KernelSession } from "../../src/kernel/session.ts";

export interface KernelContractOptions {
  /** The time limit of a cell. */
  readonly timeoutMs: number;
  readonly moreMs?: number;
}

/**
 * What every kernel host does. `makeHost` makes a host whose cells speak at least the Python of `pretendPython`; each
 * test uses threads of its own.
 */
export function kernelContract(subject: string, makeHost: (options: KernelContractOptions) => KernelHost): void {
  describe(`${subject} as a kernel host`, { concurrency: 3 }, () => {
    const kernels = makeHost(PATIENT);
    let threads = 0;
    const open = (lives = 0) => kernels.open(`thread-${++threads}`, lives);
    after(() => kernels[Symbol.asyncDispose]());

    it("runs a cell: started, what it prints, closed", async () => {
      const session = open();
      assert.deepEqual(await run(session, 'print("hello")'), [
        { kind: "started", generation: 1 },
        { kind: "printed", output: { kind: "stream", stream: "stdout", text: "hello\n" } },
        { kind: "closed", end: { outcome: "ok", kept: true, generation: 1 } },
      ]);
    });

    it("starts no Python before the first cell", async () => {
      const session = open();
      assert.equal(session.alive, false);
      assert.equal(await session.look(), undefined);
      await run(session, "x = 1");
      assert.equal(session.alive, true);
    });

    it("keeps variables from cell to cell, also over an error", async () => {
      const session = open();
      await run(session, "x = 42");
      assert.deepEqual(end(await run(session, 'raise ValueError("no")')), {
        outcome: "raised",
        kept: true,
        generation: 1,
      });
      assert.equal(textOf(await run(session, "print(x)")), "42\n");
    });

    it("shows an error with its name, value and traceback", async () => {
      const events = await run(open(), 'raise ValueError("no such town")');
      const errors = events.flatMap((event) =>
        event.kind === "printed" && event.output.kind === "error" ? [event.output] : [],
      );
      assert.equal(errors.length, 1);
      assert.equal(errors[0]?.name, "ValueError");
      assert.equal(errors[0]?.value, "no such town");
      assert.match(errors[0]?.traceback ?? "", /ValueError: no such town/);
    });

    it("counts the lives of a Python on from those of before", async () => {
      const session = open(7);
      assert.equal(session.generation, 7);
      assert.equal(end(await run(session, "x = 1")).generation, 8);
      assert.equal(session.generation, 8);
    });

    it("gives the same session for the same thread, and another for another", async () => {
      const session = kernels.open("same", 0);
      assert.equal(kernels.open("same", 0), session);
      await run(session, "x = 1");
      const other = await run(open(), "print(x)");
      assert.equal(end(other).outcome, "raised");
    });

    it("interrupts a cell when its signal aborts, and keeps the variables", async () => {
      const session = open();
      const stop = new AbortController();
      const events = await run(session, `x = 42\n${SLEEP}`, stop.signal, () => stop.abort());
      assert.deepEqual(end(events), { outcome: "interrupted", kept: true, generation: 1 });
      assert.equal(textOf(await run(session, "print(x)")), "42\n");
    });

    it("stops the cell that runs and never the one after it", async () => {
      const session = open();
      for (let round = 0; round < 8; round++) {
        const stop = new AbortController();
        const stopped = await run(session, SLEEP, stop.signal, () => stop.abort());
        assert.equal(end(stopped).outcome, "interrupted");
        assert.equal(end(await run(session, "x = 1")).outcome, "ok", `after stop ${round + 1}`);
      }
    });

    it("ends a cell at its time limit, and keeps the variables", async () => {
      await using host = makeHost({ timeoutMs: 300 });
      const session = host.open("thread", 0);
      const events = await run(session, `x = 42\n${SLEEP}`);
      assert.deepEqual(end(events), { outcome: "timed-out", kept: true, generation: 1 });
      assert.equal(textOf(await run(session, "print(x)")), "42\n");
    });

    it("gives the cell that runs more time, and says how much it has", async () => {
      await using host = makeHost({ timeoutMs: 500, moreMs: 30_000 });
      const session = host.open("thread", 0);
      assert.equal(session.extend(), undefined);
      let limitMs: number | undefined;
      const events = await run(
        session,
        'time = __import__("time")\nprint("asleep")\ntime.sleep(1.2)',
        undefined,
        () => {
          limitMs ??= session.extend();
        },
      );
      assert.deepEqual([end(events).outcome, limitMs], ["ok", 30_500]);
    });

    it("says that the kernel died, and runs the next cell in a new generation", async () => {
      const session = open();
      await run(session, "x = 42");
      const events = await run(session, 'os = __import__("os")\nos._exit(1)');
      assert.deepEqual(end(events), { outcome: "kernel-died", kept: false, generation: 1 });
      assert.equal(session.alive, false);
      const next = await run(session, "print(x)");
      assert.deepEqual(end(next), { outcome: "raised", kept: true, generation: 2 });
    });

    it("begins anew after a restart", async () => {
      const session = open();
      await run(session, "x = 42");
      await session.restart();
      assert.equal(session.alive, false);
      assert.deepEqual(end(await run(session, "print(x)")), { outcome: "raised", kept: true, generation: 2 });
    });

    it("ends the running cell at a restart, and says that the variables are gone", async () => {
      const session = open();
      let restarted: Promise<void> | undefined;
      const events = await run(session, SLEEP, undefined, () => {
        restarted = session.restart();
      });
      await restarted;
      assert.deepEqual(end(events), { outcome: "interrupted", kept: false, generation: 1 });
    });

    it("runs two cells of one thread one after the other", async () => {
      const session = open();
      const [first, second] = await Promise.all([run(session, "x = 1\nprint(x)"), run(session, "print(x)")]);
      assert.equal(textOf(first), "1\n");
      assert.equal(textOf(second), "1\n");
    });

    it("closes a cell that was stopped before its turn, at once and without running it", async () => {
      const session = open();
      const stopFirst = new AbortController();
      const stopSecond = new AbortController();
      let second: Promise<readonly CellEvent[]> | undefined;
      const first = await run(session, `x = 1\n${SLEEP}`, stopFirst.signal, () => {
        second = run(session, "x = 2", stopSecond.signal);
        stopSecond.abort();
        void second.then(() => stopFirst.abort());
      });
      assert.deepEqual(await second, [{ kind: "closed", end: { outcome: "interrupted", kept: true, generation: 1 } }]);
      assert.equal(end(first).outcome, "interrupted");
      assert.equal(textOf(await run(session, "print(x)")), "1\n");
    });

    it("does not hold up one thread by another", async () => {
      const stop = new AbortController();
      const other = open();
      let answer: Promise<string> | undefined;
      await run(open(), SLEEP, stop.signal, () => {
        answer = run(other, 'print("here")').then(textOf);
        void answer.then(() => stop.abort());
      });
      assert.equal(await answer, "here\n");
    });

    it("interrupts a cell whose events nobody wants any more", async () => {
      const session = open();
      for await (const event of session.run(`x = 3\n${SLEEP}`, FOREVER)) {
        if (event.kind === "printed") break;
      }
      assert.equal(textOf(await run(session, "print(x)")), "3\n");
    });

    it("looks at the variables of an idle Python", async () => {
      const session = open();
      await run(session, "town = 42");
      const glimpse = await session.look();
      assert.equal(glimpse?.generation, 1);
      assert.equal(glimpse.runningMs, undefined);
      assert.ok(glimpse.memoryBytes > 1_000_000);
      assert.deepEqual(
        glimpse.variables.map(({ name, preview }) => [name, preview]),
        [["town", "42"]],
      );
    });

    it("looks at a busy Python without disturbing it", async () => {
      const session = open();
      const stop = new AbortController();
      let running: Promise<number | undefined> | undefined;
      const events = await run(session, SLEEP, stop.signal, () => {
        running ??= session.look().then((glimpse) => glimpse?.runningMs);
        void running.then(() => stop.abort());
      });
      assert.ok(Number(await running) > 0);
      assert.deepEqual(end(events), { outcome: "interrupted", kept: true, generation: 1 });
    });

    it("refuses a cell once it is disposed, and says what to do", async () => {
      const session = kernels.open("disposed", 0);
      await run(session, "x = 1");
      await session[Symbol.asyncDispose]();
      assert.equal(session.alive, false);
      await assert.rejects(run(session, "x"), /disposed: open the thread's session again/);
      const again = kernels.open("disposed", session.generation);
      assert.notEqual(again, session);
      assert.equal(end(await run(again, "x = 1")).generation, 2);
    });

    it("ends the running cell when it is disposed", async () => {
      const session = open();
      let disposed: PromiseLike<void> | undefined;
      const events = await run(session, SLEEP, undefined, () => {
        disposed = session[Symbol.asyncDispose]();
      });
      await disposed;
      assert.deepEqual(end(events), { outcome: "interrupted", kept: false, generation: 1 });
    });
  });
}

const PATIENT: KernelContractOptions = { timeoutMs: 30_000 };

/** Says so when it is about to sleep. */
const SLEEP = 'time = __import__("time")\nprint("asleep")\ntime.sleep(60)';

const FOREVER = new AbortController().signal;

/** Runs a cell to its end. @param printed is called when it shows something */
export async function run(
  session: Pick<KernelSession, "run">,
  code: string,
  signal: AbortSignal = FOREVER,
  printed: () => void = () => undefined,
): Promise<readonly CellEvent[]> {
  const events: CellEvent[] = [];
  for await (const event of session.run(code, signal)) {
    events.push(event);
    if (event.kind === "printed") printed();
  }
  return events;
}

/** How the cell ended; fails where that is not its one last event. */
export function end(events: readonly CellEvent[]): CellEnd {
  const last = events.at(-1);
  assert.ok(last?.kind === "closed", `Expected "closed" last, got ${JSON.stringify(last)}`);
  assert.equal(events.filter((event) => event.kind === "closed").length, 1);
  return last.end;
}

/** All text of the cell's streams. */
export function textOf(events: readonly CellEvent[]): string {
  return events
    .map((event) => (event.kind === "printed" && event.output.kind === "stream" ? event.output.text : ""))
    .join("");
}
