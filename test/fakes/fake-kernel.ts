import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Deadline } from "../../src/kernel/deadline.ts";
import { ThreadFolder } from "../../src/kernel/files/thread-folder.ts";
import { KernelSeats, type Sitter } from "../../src/kernel/kernel-seats.ts";
import type {
  CellEnd,
  CellEvent,
  CellOutcome,
  FileSource,
  Glimpse,
  KernelHost,
  KernelSession,
  StoredFile,
} from "../../src/kernel/session.ts";
import { WaitingLine } from "../../src/waiting-line.ts";
import { pretendPython } from "./pretend-python.ts";

/** What a scripted cell does: it shows something, or it ends in another way than "ok" or, after an error, "raised". */
export type Scripted =
  | Extract<CellEvent, { readonly kind: "printed" }>
  | {
      readonly kind: "ends";
      readonly outcome: CellOutcome;
      readonly kept: boolean;
      readonly because?: CellEnd["because"];
    };

/** The script of one cell; `variables` lives as long as the pretended Python. */
export type CellScript = (code: string, signal: AbortSignal, variables: Map<string, string>) => AsyncIterable<Scripted>;

export interface FakeKernelOptions {
  /** What a start of Python waits for; throws where Python shall not start. */
  readonly start?: () => Promise<void>;
  readonly timeoutMs?: number;
  /** What `extend` gives. */
  readonly moreMs?: number;
  readonly cellsAtOnce?: number;
  readonly kernels?: number;
  readonly kernelsPerPerson?: number;
}

const FOREVER_MS = 600_000;
const FOLDER_LIMITS = { fileBytes: 50_000_000, folderBytes: 200_000_000, folderFiles: 20_000 };

/** A host whose cells follow a script instead of Python. */
export class FakeKernelHost implements KernelHost {
  /** All code that was run, oldest first. */
  readonly ran: string[] = [];
  readonly #script: CellScript;
  readonly #options: FakeKernelOptions;
  readonly #queue: WaitingLine;
  readonly #seats: KernelSeats;
  readonly #sessions = new Map<string, FakeKernelSession>();
  /** Holds the threads' folders, real ones; made when it is first needed. */
  #place: string | undefined;

  constructor(script: CellScript = pretendPython, options: FakeKernelOptions = {}) {
    this.#script = script;
    this.#options = options;
    const { cellsAtOnce = 100, kernels = 100, kernelsPerPerson = 100 } = options;
    this.#queue = new WaitingLine(cellsAtOnce);
    this.#seats = new KernelSeats({ kernels, kernelsPerPerson });
  }

  open(folder: string, lives: number, owner?: string): FakeKernelSession {
    const open = this.#sessions.get(folder);
    if (open !== undefined) return open;
    const session = new FakeKernelSession({
      ...this.#options,
      script: this.#record,
      queue: this.#queue,
      seats: this.#seats,
      folder: () => new ThreadFolder(join((this.#place ??= temporaryFolder()), folder), FOLDER_LIMITS),
      forget: () => this.#sessions.delete(folder),
      lives,
      owner,
    });
    this.#sessions.set(folder, session);
    return session;
  }

  async ready(): Promise<void> {}

  warm(): void {}

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#sessions.values()].map((session) => session[Symbol.asyncDispose]()));
  }

  readonly #record: CellScript = (code, signal, variables) => {
    this.ran.push(code);
    return this.#script(code, signal, variables);
  };
}

interface FakeSessionOptions extends FakeKernelOptions {
  readonly script: CellScript;
  readonly queue: WaitingLine;
  readonly seats: KernelSeats;
  readonly folder: () => ThreadFolder;
  readonly forget: () => void;
  readonly lives: number;
  readonly owner: string | undefined;
}

export class FakeKernelSession implements KernelSession, Sitter {
  generation: number;
  alive = false;
  usedAt = 0;
  readonly #options: FakeSessionOptions;
  #variables = new Map<string, string>();
  #cell = Promise.resolve();
  #killer = new AbortController();
  #pending = 0;
  #starting = false;
  #runningSince: number | undefined;
  #deadline: Deadline | undefined;
  readonly #disposed = new AbortController();

  constructor(options: FakeSessionOptions) {
    this.#options = options;
    this.generation = options.lives;
    options.seats.add(this);
  }

  get owner(): string | undefined {
    return this.#options.owner;
  }

  get use(): Sitter["use"] {
    if (!this.alive && !this.#starting) return "empty";
    return this.#pending > 0 ? "busy" : "idle";
  }

  async *run(code: string, signal: AbortSignal): AsyncGenerator<CellEvent, void, undefined> {
    const before = this.#cell;
    const done = Promise.withResolvers<void>();
    this.#cell = done.promise;
    this.#pending += 1;
    try {
      const stop = AbortSignal.any([signal, this.#disposed.signal]);
      await unlessAborted(before, signal);
      if (this.#disposed.signal.aborted)
        throw new Error("Expected an open session, this one is disposed: open the thread's session again.");
      using place = yield* this.#options.queue.enter("", stop);
      if (place === undefined) yield this.#closed("interrupted", true);
      else yield* this.#runNow(code, signal);
    } finally {
      this.#runningSince = undefined;
      this.#deadline?.stop();
      this.#deadline = undefined;
      this.#pending -= 1;
      this.usedAt = performance.now();
      done.resolve(before);
    }
  }

  async *#runNow(code: string, signal: AbortSignal): AsyncGenerator<CellEvent, void, undefined> {
    await this.#start();
    this.#runningSince = performance.now();
    yield { kind: "started", generation: this.generation };
    const late = new AbortController();
    const { timeoutMs = FOREVER_MS, moreMs = 0 } = this.#options;
    this.#deadline = new Deadline(timeoutMs, timeoutMs + moreMs);
    this.#deadline.start(() => late.abort());
    const stop = AbortSignal.any([signal, this.#killer.signal, late.signal]);
    let raised = false;
    for await (const scripted of this.#options.script(code, stop, this.#variables)) {
      if (stop.aborted) break;
      if (scripted.kind === "ends") return yield this.#closed(scripted.outcome, scripted.kept, scripted.because);
      raised ||= scripted.output.kind === "error";
      yield scripted;
    }
    if (this.#killer.signal.aborted) yield this.#closed("interrupted", false);
    else if (signal.aborted) yield this.#closed("interrupted", true);
    else if (stop.aborted) yield this.#closed("timed-out", true);
    else yield this.#closed(raised ? "raised" : "ok", true);
  }

  async #start(): Promise<void> {
    if (this.alive) return;
    this.#starting = true;
    try {
      await this.#options.seats.makeRoom(this);
      await this.#options.start?.();
    } finally {
      this.#starting = false;
    }
    this.#variables = new Map();
    this.#killer = new AbortController();
    this.generation += 1;
    this.alive = true;
  }

  #closed(outcome: CellOutcome, kept: boolean, because?: CellEnd["because"]): CellEvent {
    if (!kept) this.alive = false;
    const end = { outcome, kept, generation: this.generation };
    return { kind: "closed", end: because === undefined ? end : { ...end, because } };
  }

  async restart(): Promise<void> {
    this.alive = false;
    this.#killer.abort();
    await this.#cell;
  }

  extend(): number | undefined {
    return this.#deadline?.extend(this.#options.moreMs ?? 0);
  }

  async look(): Promise<Glimpse | undefined> {
    if (!this.alive) return undefined;
    const variables = [...this.#variables].map(([name, preview]) => ({ name, type: "str", preview }));
    const running = this.#runningSince === undefined ? {} : { runningMs: performance.now() - this.#runningSince };
    return { generation: this.generation, ...running, memoryBytes: 50_000_000, variables, more: 0 };
  }

  put(file: FileSource, signal?: AbortSignal): Promise<StoredFile> {
    return this.#options.folder().put(file, signal);
  }

  take(name: string): Promise<FileSource> {
    return this.#options.folder().take(name);
  }

  files(): Promise<readonly StoredFile[]> {
    return this.#options.folder().files();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed.abort();
    this.#options.forget();
    this.#options.seats.delete(this);
    await this.restart();
  }

  async discard(): Promise<void> {
    await this[Symbol.asyncDispose]();
    await this.#options.folder().remove();
  }
}

let root: string | undefined;

/** A folder that goes when the test's process ends. */
function temporaryFolder(): string {
  if (root === undefined) {
    const made = mkdtempSync(join(tmpdir(), "fake-kernel-"));
    process.once("exit", () => rmSync(made, { recursive: true, force: true }));
    root = made;
  }
  return mkdtempSync(join(root, "threads-"));
}

/** Resolves with the work, or when the signal aborts. */
function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const abort = () => resolve();
  signal.addEventListener("abort", abort);
  if (signal.aborted) resolve();
  void work.then(resolve);
  return promise.finally(() => signal.removeEventListener("abort", abort));
}
