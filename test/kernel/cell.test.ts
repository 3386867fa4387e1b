import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { runCell } from "../../src/kernel/cell.ts";
import type { KernelMessage } from "../../src/kernel/messages.ts";
import type { CellEvent, CellLimits } from "../../src/kernel/session.ts";
import { ScriptedLife } from "./scripted-life.ts";

const LIMITS: CellLimits = {
  timeoutMs: 60_000,
  moreMs: 60_000,
  longestMs: 600_000,
  graceMs: 60_000,
  outputCharacters: 4_000_000,
  floodCharacters: 8_000_000,
  figures: 2,
  figureBytes: 1000,
};

const FOREVER = new AbortController().signal;

const figure = (bytes: number): KernelMessage => {
  const data = { "image/png": Buffer.alloc(bytes).toString("base64") };
  return { kind: "display", result: false, display: { data } };
};
const stdout = (text: string) => ({ kind: "stream", stream: "stdout", text }) as const;

/** Runs a cell; `act` is called once its code was sent. */
async function run(
  life: ScriptedLife,
  act: () => void,
  { limits = LIMITS, signal = FOREVER }: { readonly limits?: CellLimits; readonly signal?: AbortSignal } = {},
): Promise<readonly CellEvent[]> {
  const events = runCell(life, "code", signal, limits);
  const first = events.next();
  act();
  const rest: CellEvent[] = [];
  const { value } = await first;
  if (value) rest.push(value);
  for await (const event of events) rest.push(event);
  return rest;
}

describe("a cell", () => {
  it("starts when Python takes it up, and closes after both the reply and the last output", async () => {
    const life = new ScriptedLife();
    const events = await run(life, () => {
      life.say({ kind: "busy" }, { kind: "taken" }, { kind: "reply", status: "ok", at: Date.now(), content: {} });
      life.say(stdout("late"), { kind: "idle" });
    });
    assert.deepEqual(events, [
      { kind: "started", generation: 3 },
      { kind: "printed", output: stdout("late") },
      { kind: "closed", end: { outcome: "ok", kept: true, generation: 3 } },
    ]);
  });

  it("takes nothing more after it has closed", async () => {
    const life = new ScriptedLife();
    const events = await run(life, () => {
      life.finish("ok");
      life.say(stdout("too late"));
      life.listener?.fell("kernel-died");
    });
    assert.deepEqual(
      events.map((event) => event.kind),
      ["started", "closed"],
    );
  });

  it("is interrupted where the reply comes after the interrupt, also when the code caught it", async () => {
    const stop = new AbortController();
    for (const status of ["ok", "error"]) {
      const life = new ScriptedLife((python) => python.finish(status, Date.now() + 1));
      const events = await run(life, () => stop.abort(), { signal: stop.signal });
      assert.deepEqual(events.at(-1), { kind: "closed", end: { outcome: "interrupted", kept: true, generation: 3 } });
    }
  });

  it("ended by itself where it ended before the interrupt", async () => {
    const stop = new AbortController();
    const life = new ScriptedLife((python) => python.finish("ok", Date.now() - 1000));
    const events = await run(life, () => stop.abort(), { signal: stop.signal });
    assert.deepEqual(events.at(-1), { kind: "closed", end: { outcome: "ok", kept: true, generation: 3 } });
  });

  it("is interrupted again after half the grace, and its Python ended after the whole", async () => {
    const stop = new AbortController();
    const life = new ScriptedLife();
    const limits = { ...LIMITS, graceMs: 20 };
    const events = await run(life, () => stop.abort(), { signal: stop.signal, limits });
    assert.deepEqual(events.at(-1), { kind: "closed", end: { outcome: "interrupted", kept: false, generation: 3 } });
    assert.deepEqual(life.asked, ["execute code", "interrupt", "interrupt", "end"]);
  });

  it("does not close while its interrupt is on the way: that would hit the next cell", async () => {
    const way = Promise.withResolvers<void>();
    const stop = new AbortController();
    let arrived = false;
    const life = new ScriptedLife((python) => {
      python.finish("error", Date.now() + 1);
      return way.promise;
    });
    await run(
      life,
      () => {
        stop.abort();
        setImmediate(() => {
          arrived = true;
          way.resolve();
        });
      },
      { signal: stop.signal },
    );
    assert.ok(arrived);
  });

  it("times out where Python never takes it up", async () => {
    const life = new ScriptedLife((python) => python.finish("error", Date.now() + 1));
    const events = await run(life, () => undefined, { limits: { ...LIMITS, timeoutMs: 10 } });
    assert.deepEqual(events.at(-1), { kind: "closed", end: { outcome: "timed-out", kept: true, generation: 3 } });
  });

  it("says why the bot interrupted it", async () => {
    for (const [because, ...said] of [
      ["too-much-output", stdout("x".repeat(9_000_000))],
      ["too-many-figures", ...Array.from({ length: LIMITS.figures + 1 }, () => figure(1))],
      ["too-large-figures", figure(LIMITS.figureBytes + 1)],
    ] as const) {
      const life = new ScriptedLife((python) => python.finish("error", Date.now() + 1));
      const events = await run(life, () => life.say(...said));
      const end = { outcome: "interrupted", kept: true, generation: 3, because };
      assert.deepEqual(events.at(-1), { kind: "closed", end });
    }
  });

  it("counts output that was too large to be taken at all", async () => {
    const life = new ScriptedLife((python) => python.finish("error", Date.now() + 1));
    const events = await run(life, () => life.listener?.lostOutput(64_000_000));
    assert.deepEqual(events.at(-2), { kind: "printed", output: { kind: "omitted", characters: 64_000_000 } });
  });

  it("believes what the kernel remembers of an end that was not heard", async () => {
    for (const [ok, outcome] of [
      [true, "ok"],
      [false, "raised"],
    ] as const) {
      const life = new ScriptedLife();
      const events = await run(life, () => life.listener?.endedUnheard(ok));
      assert.deepEqual(events.at(-1), { kind: "closed", end: { outcome, kept: true, generation: 3 } });
    }
  });

  it("goes with its Python, and says how that went", async () => {
    for (const why of ["kernel-died", "host-gone"] as const) {
      const life = new ScriptedLife();
      const events = await run(life, () => life.listener?.fell(why));
      assert.deepEqual(events.at(-1), { kind: "closed", end: { outcome: why, kept: false, generation: 3 } });
    }
  });

  it("holds the kernel back while its reader is slow, and lets it go on when that has read", async () => {
    const life = new ScriptedLife();
    const events = runCell(life, "code", FOREVER, LIMITS);
    const started = events.next();
    life.say({ kind: "busy" });
    await started;
    for (let piece = 0; piece < 20; piece++) life.say(stdout("x".repeat(100_000)));
    assert.deepEqual(life.asked, ["execute code", "pause"]);
    await events.next();
    assert.deepEqual(life.asked, ["execute code", "pause", "resume"]);
    life.finish("ok");
    assert.equal((await Array.fromAsync(events)).length, 1);
  });

  it("skims what comes after too much output, also where it was stopped before", async () => {
    for (const stopped of [false, true]) {
      const life = new ScriptedLife();
      const stop = new AbortController();
      const events = await run(
        life,
        () => {
          if (stopped) stop.abort();
          life.say({ kind: "busy" }, stdout("x".repeat(9_000_000)));
          life.listener?.lostOutput(1000);
          life.finish("error", Date.now() + 1);
        },
        { signal: stop.signal },
      );
      assert.ok(life.asked.includes("skim"));
      assert.deepEqual(events.at(-1), {
        kind: "closed",
        end: {
          outcome: "interrupted",
          kept: true,
          generation: 3,
          ...(stopped ? {} : { because: "too-much-output" }),
        },
      });
    }
  });

  it("is interrupted when its reader goes away, and waits for its end", async () => {
    const life = new ScriptedLife((python) => python.finish("error", Date.now() + 1));
    const events = runCell(life, "code", FOREVER, LIMITS);
    const started = events.next();
    life.say({ kind: "busy" });
    await started;
    await events.return();
    assert.deepEqual(life.asked, ["execute code", "interrupt"]);
  });
});
