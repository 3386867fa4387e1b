import { randomUUID } from "node:crypto";
import { Failure } from "../../failure.ts";
import { hiddenGlimpse, readGlimpse } from "../glimpse.ts";
import type { Received } from "../messages.ts";
import type { CellListener, Fall, PythonLife } from "../python-life.ts";
import type { Glimpse } from "../session.ts";
import { Execution } from "./execution.ts";
import { Line } from "./line.ts";
import type { Endpoint } from "./server-process.ts";
import { MESSAGE_LIMIT_BYTES } from "./unix-transport.ts";

const READY_LIMIT_MS = 60_000;
const LOOK_LIMIT_MS = 1_500;
const WHY_LIMIT_MS = 500;

/** A server that is busy may refuse at first. */
const END_ATTEMPTS = 20;
const END_PAUSE_MS = 200;

const GLIMPSE = "__import__('threadbook_kernel.look', fromlist=['glimpse']).glimpse()";

/** One life of a thread's Python, from the start of its process to its end: never a second process. */
export class JupyterLife implements PythonLife {
  readonly generation: number;
  /** Aborts when the server is gone. */
  readonly #host: AbortSignal;
  readonly #log: (line: string) => void;
  readonly #fallen = Promise.withResolvers<Fall>();
  #line: Line | undefined;
  #cell: { readonly execution: Execution; readonly listener: CellListener } | undefined;
  /** The cell in which more was sent than any may. */
  #flooding: CellListener | undefined;
  #count: number | undefined = 1;
  #fall: Fall | undefined;
  /** Whether the process is gone. */
  #isDead = false;
  #gone: Promise<void> | undefined;

  private constructor(generation: number, host: AbortSignal, log: (line: string) => void) {
    this.generation = generation;
    this.#host = host;
    this.#log = log;
  }

  /**
   * @param folder absolute path of an existing folder
   * @throws {Failure} `kernel-not-started`
   */
  static async start(
    server: Endpoint,
    folder: string,
    generation: number,
    log: (line: string) => void,
  ): Promise<JupyterLife> {
    const life = new JupyterLife(generation, server.gone, log);
    try {
      await life.#start(server, folder);
      return life;
    } catch (cause) {
      void life.end();
      throw new Failure("kernel-not-started", `Expected Python to start in ${folder}: ${String(cause)}`, { cause });
    }
  }

  /** Why this Python is gone; undefined while it is up. */
  get fall(): Fall | undefined {
    return this.#fall;
  }

  execute(code: string, listener: CellListener): void {
    if (this.#fall !== undefined || this.#line === undefined) return listener.fell(this.#fall ?? "ended");
    this.#cell?.execution.close();
    this.#line.skim(false);
    const execution = new Execution(this.#line, code, listener, this.#count, () => this.#fell("kernel-died"));
    this.#cell = { execution, listener };
    this.#count = undefined;
  }

  async interrupt(): Promise<void> {
    if (this.#fall !== undefined) return;
    await this.#line?.interrupt().catch((error: unknown) => this.#log(`Python was not interrupted: ${String(error)}`));
  }

  pause(): void {
    this.#line?.pause();
  }

  resume(): void {
    this.#line?.resume();
  }

  skim(): void {
    this.#line?.skim(true);
  }

  end(): Promise<void> {
    this.#fell("ended");
    return this.#gone ?? Promise.resolve();
  }

  /**
   * Looks at the variables beside a running cell. Of a Python that does not answer in time, as while C code holds it,
   * the server tells the memory.
   */
  async look(runningMs: () => number | undefined): Promise<Glimpse | undefined> {
    const late = AbortSignal.timeout(LOOK_LIMIT_MS);
    const asked = this.#line
      ?.evaluateBeside(GLIMPSE)
      .catch((error: unknown) => this.#log(`no look at Python: ${String(error)}`));
    const raw = await Promise.race([asked, aborted(late), this.#fallen.promise]);
    const outside =
      raw === undefined ? await this.#line?.memory().catch((error: unknown) => this.#log(String(error))) : 0;
    if (this.#fall !== undefined) return undefined;
    if (raw === undefined) return hiddenGlimpse(outside, this.generation, runningMs());
    return readGlimpse(raw, this.generation, runningMs());
  }

  async #start(server: Endpoint, folder: string): Promise<void> {
    this.#host.addEventListener("abort", this.#hostGone);
    if (this.#host.aborted) this.#hostGone();
    const line = await Line.start(server, randomUUID(), folder, {
      received: (received) => this.#received(received),
      died: () => void this.#died(),
      reconnected: () => void (this.#isDead || this.#cell?.execution.inquire()),
      tooLarge: () => this.#cell?.listener.lostOutput(MESSAGE_LIMIT_BYTES),
      lost: (bytes) => this.#cell?.listener.lostOutput(bytes),
      flooded: () => this.#flooded(),
      log: this.#log,
    });
    this.#line = line;
    const late = AbortSignal.timeout(READY_LIMIT_MS);
    await Promise.race([line.ready(), this.#fallen.promise, aborted(late)]);
    if (this.#fall !== undefined) throw new Error(`it ended before it was ready (${this.#fall})`);
    if (late.aborted) throw new Error(`it was not ready within ${READY_LIMIT_MS / 1000} s`);
  }

  async #died(): Promise<void> {
    if (this.#isDead) return;
    this.#isDead = true;
    const late = AbortSignal.any([AbortSignal.timeout(WHY_LIMIT_MS), this.#host]);
    const told = this.#line?.whyEnded().catch(() => undefined);
    this.#fell((await Promise.race([told, aborted(late)])) ?? "kernel-died");
  }

  /** Stops the cell; a Python that floods on then, or did so when no cell ran, is ended. */
  #flooded(): void {
    const listener = this.#cell?.listener;
    if (listener === undefined || listener.isOver || listener === this.#flooding) return void this.end();
    this.#flooding = listener;
    listener.lostOutput(0);
  }

  #received(received: Received): void {
    if (this.#isDead) return;
    this.#count = this.#cell?.execution.received(received) ?? this.#count;
  }

  #fell(why: Fall): void {
    if (this.#fall !== undefined) return;
    this.#fall = why;
    this.#host.removeEventListener("abort", this.#hostGone);
    this.#fallen.resolve(why);
    this.#cell?.execution.close();
    this.#cell?.listener.fell(why);
    this.#gone = this.#letGo();
  }

  readonly #hostGone = () => this.#fell("host-gone");

  async #letGo(): Promise<void> {
    this.#line?.close();
    for (let attempt = 1; attempt <= END_ATTEMPTS && !this.#host.aborted; attempt++) {
      try {
        return await this.#line?.shutdown();
      } catch (error) {
        if (attempt === END_ATTEMPTS) this.#log(`Python was not ended: ${String(error)}`);
        else await pause(END_PAUSE_MS, this.#host);
      }
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  const timer = AbortSignal.timeout(ms);
  await aborted(AbortSignal.any([timer, signal]));
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
