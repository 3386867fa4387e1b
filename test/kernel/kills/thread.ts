import { setTimeout as wait } from "node:timers/promises";
import { Failure } from "../../../src/failure.ts";
import type { CellEnd, KernelSession } from "../../../src/kernel/session.ts";
import type { Random } from "../../faults/random.ts";

/** After so long without an end a cell hangs: all of them take less than half a second. */
const HANGS_MS = 30_000;

const WORK = ["pass", "time.sleep(0.3)", "sum(range(4_000_000))", "print('x' * 200_000)", "open('f', 'w').write('x')"];

/** Runs cells in one thread, each of which tells whose it is and how many ran before it, and holds what is said against that. */
export class Thread {
  readonly wrong: string[] = [];
  /** How long the cells took that came right after a death, in milliseconds. */
  readonly afterDeath: number[] = [];
  cells = 0;
  wellEnded = 0;
  readonly #name: string;
  readonly #session: KernelSession;
  readonly #random: Random;
  /** The life that the last cell left, and the count of cells in it; undefined where it left none. */
  #left: { readonly generation: number; readonly count: number } | undefined;
  #generation = 0;
  #isAfterDeath = false;

  constructor(name: string, session: KernelSession, random: Random) {
    this.#name = name;
    this.#session = session;
    this.#random = random;
  }

  async runUntil(over: AbortSignal): Promise<void> {
    while (!over.aborted && this.wrong.length === 0) await this.runOne();
  }

  async runOne(): Promise<void> {
    const tag = `${this.#name}:${++this.cells}`;
    const code = `import time\ncount = globals().get("count", 0) + 1\nprint(f"[${tag}:{count}]")\n${this.#random.pick(WORK)}`;
    const from = performance.now();
    const stop = new AbortController();
    const hangs = wait(HANGS_MS, undefined, { signal: stop.signal });
    const ended = await Promise.race([this.#run(code, stop.signal), hangs])
      .catch(notStarted)
      .finally(() => stop.abort());
    if (ended === undefined) this.wrong.push(`${tag} does not end`);
    else if (ended === "not started") this.#notStarted();
    else this.#check(tag, ended, performance.now() - from);
  }

  async #run(code: string, signal: AbortSignal): Promise<{ readonly end: CellEnd; readonly text: string }> {
    let text = "";
    for await (const event of this.#session.run(code, signal)) {
      if (event.kind === "printed" && event.output.kind === "stream") text += event.output.text;
      if (event.kind === "printed" && event.output.kind === "error") text += event.output.traceback;
      if (event.kind === "closed") return { end: event.end, text };
    }
    throw new Error("a cell without an end");
  }

  #notStarted(): void {
    this.#left = undefined;
    this.#isAfterDeath = true;
  }

  #check(tag: string, { end, text }: { readonly end: CellEnd; readonly text: string }, tookMs: number): void {
    const [mark, whose, count] = /^\[(.*):(\d+)\]/.exec(text) ?? [];
    const say = (what: string) =>
      this.wrong.push(`${tag} ${what}: ${JSON.stringify(end)} ${JSON.stringify(text.slice(0, 200))}`);
    if (mark !== undefined && whose !== tag) say("was given another cell's output");
    if (text.slice(1).includes("[")) say("printed more than once");
    if (end.generation < this.#generation) say("ran in a life that was over");
    if (end.kept !== (end.outcome === "ok")) say("says of variables what cannot be");
    if (end.outcome === "ok") this.wellEnded += 1;
    if (end.outcome === "ok") this.#checkCount(say, end.generation, count);
    if (this.#isAfterDeath && end.outcome === "ok") this.afterDeath.push(tookMs);
    this.#generation = end.kept ? end.generation : end.generation + 1;
    this.#left = end.kept ? { generation: end.generation, count: Number(count) } : undefined;
    this.#isAfterDeath = !end.kept;
  }

  #checkCount(say: (what: string) => void, generation: number, count: string | undefined): void {
    const lives = this.#left?.generation === generation;
    const expected = lives ? (this.#left?.count ?? 0) + 1 : 1;
    if (count === undefined) say("lost its output");
    else if (Number(count) !== expected) say(`found ${Number(count) - 1} cells before it, not ${expected - 1}`);
  }
}

function notStarted(error: unknown): "not started" {
  if (error instanceof Failure && error.code === "kernel-not-started") return "not started";
  throw error;
}
