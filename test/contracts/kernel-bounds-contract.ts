import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CellEvent, KernelHost, KernelSession } from "../../src/kernel/session.ts";
import { fileOf } from "../kernel/files/sources.ts";
import { end, run, textOf } from "./kernel-contract.ts";

export interface KernelBounds {
  readonly cellsAtOnce?: number;
  readonly kernels?: number;
  readonly kernelsPerPerson?: number;
}

const SLEEP = 'time = __import__("time")\nprint("asleep")\ntime.sleep(60)';

/** How every kernel host shares a machine between its threads. */
export function kernelBoundsContract(subject: string, makeHost: (bounds: KernelBounds) => KernelHost): void {
  describe(`${subject} on a machine that many share`, { concurrency: 3 }, () => {
    it("lets cells beyond the bound wait, says how many are ahead, and runs them as they came", async () => {
      await using host = makeHost({ cellsAtOnce: 1 });
      const first = await asleep(host.open("first", 0));
      const [second, third] = [ahead(), ahead()];
      const answers = [
        follow(host.open("second", 0), "print(2)", second),
        follow(host.open("third", 0), "print(3)", third),
      ];
      await Promise.all([second.waits, third.waits]);
      first.stop.abort();
      assert.equal(end(await first.events).outcome, "interrupted");
      const [two = [], three = []] = await Promise.all(answers);
      assert.deepEqual([textOf(two), textOf(three)], ["2\n", "3\n"]);
      assert.deepEqual(two.slice(0, 2), [
        { kind: "queued", ahead: 1 },
        { kind: "queued", ahead: 0 },
      ]);
      assert.deepEqual(three[0], { kind: "queued", ahead: 2 });
      assert.deepEqual(three.filter(({ kind }) => kind === "queued").at(-1), { kind: "queued", ahead: 0 });
    });

    it("closes a cell that is stopped while it waits, without running it", async () => {
      await using host = makeHost({ cellsAtOnce: 1 });
      const first = await asleep(host.open("first", 0));
      const stop = new AbortController();
      const waiting = ahead();
      const second = follow(host.open("second", 0), "x = 1", waiting, stop.signal);
      await waiting.waits;
      stop.abort();
      assert.deepEqual(await second, [
        { kind: "queued", ahead: 1 },
        { kind: "closed", end: { outcome: "interrupted", kept: true, generation: 0 } },
      ]);
      first.stop.abort();
      await first.events;
    });

    it("closes a cell that waits when its thread's session is disposed", async () => {
      await using host = makeHost({ cellsAtOnce: 1 });
      const first = await asleep(host.open("first", 0));
      const session = host.open("second", 0);
      const waiting = ahead();
      const second = follow(session, "x = 1", waiting);
      await waiting.waits;
      await session[Symbol.asyncDispose]();
      assert.deepEqual(end(await second), { outcome: "interrupted", kept: true, generation: 0 });
      first.stop.abort();
      await first.events;
    });

    it("ends the Python that was idle longest when a person opens one too many, and no other", async () => {
      await using host = makeHost({ kernelsPerPerson: 2 });
      const [one, two, other, three] = ["one", "two", "other", "three"].map((name) =>
        host.open(name, 0, name === "other" ? "bob" : "ada"),
      );
      assert.ok(one && two && other && three);
      for (const session of [other, one, two, three]) await run(session, "x = 1");
      assert.deepEqual(
        [one, two, other, three].map(({ alive }) => alive),
        [false, true, true, true],
      );
      assert.equal(end(await run(one, "print(x)")).generation, 2);
    });

    it("never ends a Python in the middle of a cell: the newcomer is refused, and the cell runs on", async () => {
      await using host = makeHost({ kernels: 1 });
      const first = await asleep(host.open("first", 0, "ada"));
      const second = host.open("second", 0, "bob");
      await assert.rejects(run(second, "1"), { name: "Failure", code: "kernels-busy", facts: { limit: 1 } });
      first.stop.abort();
      assert.deepEqual(end(await first.events), { outcome: "interrupted", kept: true, generation: 1 });
      assert.equal(textOf(await run(second, "print(2)")), "2\n");
    });

    it("removes a thread's folder with its Python when it is discarded", async () => {
      await using host = makeHost({});
      const session = host.open("passing", 0);
      await session.put(fileOf("a.csv", "1"));
      await run(session, "x = 1");
      await session.discard();
      assert.equal(session.alive, false);
      assert.deepEqual(await host.open("passing", 0).files(), []);
    });
  });
}

/** A cell that has begun and sleeps until it is stopped. */
async function asleep(session: KernelSession) {
  const stop = new AbortController();
  const began = Promise.withResolvers<void>();
  const events = run(session, SLEEP, stop.signal, () => began.resolve());
  await began.promise;
  return { stop, events };
}

function ahead() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { waits: promise, heard: resolve };
}

/** Runs a cell to its end. @param waiting hears that it waits */
async function follow(
  session: KernelSession,
  code: string,
  waiting: ReturnType<typeof ahead>,
  signal = new AbortController().signal,
): Promise<readonly CellEvent[]> {
  const events: CellEvent[] = [];
  for await (const event of session.run(code, signal)) {
    events.push(event);
    if (event.kind === "queued") waiting.heard();
  }
  return events;
}
