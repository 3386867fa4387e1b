import type { WaitingLine } from "../../waiting-line.ts";
import { runCell } from "../cell.ts";
import { Deadline } from "../deadline.ts";
import type { ThreadFolder } from "../files/thread-folder.ts";
import type { KernelSeats, Sitter } from "../kernel-seats.ts";
import type { CellEvent, CellLimits, FileSource, Glimpse, KernelSession, StoredFile } from "../session.ts";
import { JupyterLife } from "./life.ts";
import type { SupervisedServer } from "./server.ts";

export interface SessionOptions {
  readonly server: SupervisedServer;
  /** In which the cells of all threads wait for their turn, first come first served. */
  readonly queue: WaitingLine;
  /** Made before the thread's first Python. */
  readonly folder: ThreadFolder;
  readonly seats: KernelSeats;
  readonly owner: string | undefined;
  readonly lives: number;
  readonly limits: CellLimits;
  readonly log: (line: string) => void;
  /** Called once, when this session is disposed. */
  readonly forget: () => void;
}

/** A thread's Python on the supervised Jupyter server. */
export class JupyterSession implements KernelSession, Sitter {
  readonly #options: SessionOptions;
  #generation: number;
  #life: Promise<JupyterLife> | undefined;
  #up: JupyterLife | undefined;
  /** Settles when all cells before have ended. */
  #cells: Promise<void> = Promise.resolve();
  /** Settles when the Python that was ended last is gone: two never work in one folder. */
  #ending: Promise<void> = Promise.resolve();
  /** Cells that run or wait. */
  #pending = 0;
  #usedAt = 0;
  /** Since when a cell runs, in the process's own time. */
  #runningSince: number | undefined;
  #deadline: Deadline | undefined;
  readonly #disposed = new AbortController();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#generation = options.lives;
    options.seats.add(this);
  }

  get generation(): number {
    return this.#generation;
  }

  get alive(): boolean {
    return this.#up !== undefined && this.#up.fall === undefined;
  }

  get owner(): string | undefined {
    return this.#options.owner;
  }

  get use(): Sitter["use"] {
    if (this.#life === undefined || (this.#up !== undefined && !this.alive)) return "empty";
    return this.#pending > 0 ? "busy" : "idle";
  }

  get usedAt(): number {
    return this.#usedAt;
  }

  async *run(code: string, signal: AbortSignal): AsyncGenerator<CellEvent, void, undefined> {
    this.#refuseWhenDisposed();
    const before = this.#cells;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#cells = before.then(() => promise);
    this.#pending += 1;
    try {
      const stop = AbortSignal.any([signal, this.#disposed.signal]);
      await untilAborted(before, stop);
      using place = yield* this.#options.queue.enter("", stop);
      const life = place === undefined ? undefined : await untilAborted(this.#python(), stop);
      if (life === undefined) return yield this.#neverStarted();
      yield* this.#runNow(life, code, signal);
    } finally {
      this.#pending -= 1;
      this.#usedAt = performance.now();
      resolve();
    }
  }

  async *#runNow(life: JupyterLife, code: string, signal: AbortSignal): AsyncGenerator<CellEvent, void, undefined> {
    const { limits } = this.#options;
    this.#runningSince = performance.now();
    this.#deadline = new Deadline(limits.timeoutMs, limits.longestMs);
    try {
      yield* runCell(life, code, signal, limits, this.#deadline);
    } finally {
      this.#runningSince = undefined;
      this.#deadline = undefined;
    }
  }

  async restart(): Promise<void> {
    const life = this.#life;
    this.#life = undefined;
    this.#up = undefined;
    const before = this.#ending;
    this.#ending = endOf(life).then(() => before);
    await this.#ending;
  }

  extend(): number | undefined {
    return this.#deadline?.extend(this.#options.limits.moreMs);
  }

  async look(): Promise<Glimpse | undefined> {
    const since = () => (this.#runningSince === undefined ? undefined : performance.now() - this.#runningSince);
    return this.alive ? this.#up?.look(since) : undefined;
  }

  put(file: FileSource, signal?: AbortSignal): Promise<StoredFile> {
    return this.#options.folder.put(file, signal);
  }

  take(name: string): Promise<FileSource> {
    return this.#options.folder.take(name);
  }

  files(): Promise<readonly StoredFile[]> {
    return this.#options.folder.files();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#disposed.signal.aborted) return;
    this.#disposed.abort();
    this.#options.forget();
    this.#options.seats.delete(this);
    await this.restart();
    await this.#cells;
  }

  async discard(): Promise<void> {
    await this[Symbol.asyncDispose]();
    await this.#options.folder.remove();
  }

  /** The Python that is up or about to be, else a new one in the next generation. */
  #python(): Promise<JupyterLife> {
    if (this.#life !== undefined && this.#up?.fall === undefined) return this.#life;
    const starting = this.#start(this.#ending, this.#life);
    this.#life = starting;
    this.#up = undefined;
    starting.then(
      (life) => this.#started(starting, life),
      () => this.#started(starting, undefined),
    );
    return starting;
  }

  async #start(ending: Promise<void>, dead: Promise<JupyterLife> | undefined): Promise<JupyterLife> {
    await Promise.all([this.#options.seats.makeRoom(this), ending, endOf(dead)]);
    const { server, folder, log } = this.#options;
    await folder.make();
    return JupyterLife.start(await server.up(), folder.path, this.#generation + 1, log);
  }

  #started(starting: Promise<JupyterLife>, life: JupyterLife | undefined): void {
    if (life !== undefined) this.#generation = life.generation;
    if (this.#life !== starting) return;
    this.#up = life;
    if (life === undefined) this.#life = undefined;
  }

  #refuseWhenDisposed(): void {
    if (!this.#disposed.signal.aborted) return;
    throw new Error("Expected an open session, this one is disposed: open the thread's session again.");
  }

  #neverStarted(): CellEvent {
    return { kind: "closed", end: { outcome: "interrupted", kept: true, generation: this.#generation } };
  }
}

async function endOf(life: Promise<JupyterLife> | undefined): Promise<void> {
  // One that never started has told so to the cell that asked for it.
  await (await life?.catch(() => undefined))?.end();
}

/** @returns undefined when the signal aborted first; what the promise gives later is not waited for */
function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value | undefined> {
  const { promise: first, resolve, reject } = Promise.withResolvers<Value | undefined>();
  const abort = () => resolve(undefined);
  signal.addEventListener("abort", abort);
  if (signal.aborted) abort();
  promise.then(resolve, reject);
  return first.finally(() => signal.removeEventListener("abort", abort));
}
