import { type ChildProcessByStdio, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { z } from "zod";
import type { Contestant } from "./contestants.ts";
import { killAll, treeOf } from "./processes.ts";

const READY_LIMIT_MS = 20_000;
const CLOSE_LIMIT_MS = 3_000;

const Given = z.object({
  ms: z.number(),
  /** `ok`, `raised`, `timed-out`, `died`, or what else the contestant calls it. */
  outcome: z.string(),
  /** Its first 500 characters. */
  text: z.string(),
  characters: z.number(),
  /** The first bytes of the first picture. */
  png: z.string(),
});
type Given = z.infer<typeof Given>;
const Said = z.union([z.object({ ready: z.literal(true) }), Given.extend({ id: z.number() })]);

/** Where a run keeps its files, and when it is to be over (by `performance.now()`). */
export interface Arena {
  readonly folder: string;
  readonly endsAt: number;
}

/** A contestant's client in a process of its own, which runs cells in its kernels. */
export class Rival implements AsyncDisposable {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #waiting = new Map<number, (given: Given) => void>();
  readonly #ready = Promise.withResolvers<void>();
  readonly #exited = Promise.withResolvers<void>();
  readonly #endsAt: number;
  #count = 0;
  #isStuck = false;

  private constructor({ command }: Contestant, arena: Arena, limitSeconds: number) {
    const [file = "", ...args] = command;
    const folder = mkdtempSync(join(arena.folder, "rival-"));
    const env = { ...process.env, IPYTHONDIR: folder, JUPYTER_RUNTIME_DIR: folder };
    this.#endsAt = arena.endsAt;
    this.#child = spawn(file, [...args, `${limitSeconds}`], { cwd: folder, env, stdio: ["pipe", "pipe", "ignore"] });
    this.#child.stdin.on("error", () => undefined);
    createInterface({ input: this.#child.stdout }).on("line", (line) => this.#heard(line));
    this.#child.on("exit", () => this.#exited.resolve());
    this.#child.on("error", this.#exited.reject);
  }

  static async start(contestant: Contestant, arena: Arena, limitSeconds = 60): Promise<Rival> {
    const rival = new Rival(contestant, arena, limitSeconds);
    await atMost(READY_LIMIT_MS, Promise.race([rival.#ready.promise, rival.#exited.promise]));
    return rival;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Runs a cell in a kernel, which is started first where it is new. One that once did not answer is asked no more. */
  async run(kernel: string, code: string, boundMs = 20_000): Promise<Given> {
    const left = Math.max(0, this.#endsAt - performance.now());
    const limitMs = Math.min(boundMs, left);
    const silent = {
      ms: limitMs,
      outcome: left > boundMs ? "no answer" : "out of time",
      text: "",
      characters: 0,
      png: "",
    };
    if (this.#isStuck || limitMs === 0) return silent;
    const id = (this.#count += 1);
    const { promise, resolve } = Promise.withResolvers<Given>();
    this.#waiting.set(id, resolve);
    this.#child.stdin.write(`${JSON.stringify({ id, kernel, code })}\n`);
    const given = await atMost(limitMs, promise);
    this.#waiting.delete(id);
    this.#isStuck ||= given === undefined;
    return given ?? silent;
  }

  #heard(line: string): void {
    const said = Said.parse(JSON.parse(line));
    if ("ready" in said) this.#ready.resolve();
    else this.#waiting.get(said.id)?.(said);
  }

  /** Ends the client and all that it started. */
  async [Symbol.asyncDispose](): Promise<void> {
    const tree = treeOf(this.pid);
    this.#child.stdin.end();
    await atMost(this.#isStuck ? 0 : CLOSE_LIMIT_MS, this.#exited.promise);
    killAll([...tree, ...treeOf(this.pid)]);
    await this.#exited.promise;
  }
}

async function atMost<Value>(ms: number, promise: Promise<Value>): Promise<Value | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), ms);
  return Promise.race([promise, late.promise]).finally(() => clearTimeout(timer));
}
