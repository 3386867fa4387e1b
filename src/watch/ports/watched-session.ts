import { Failure } from "../../failure.ts";
import type { CellEvent, FileSource, Glimpse, KernelSession, StoredFile } from "../../kernel/session.ts";
import type { Meter } from "../meter.ts";

/** A thread's Python whose cells are measured. */
export class WatchedSession implements KernelSession {
  readonly #session: KernelSession;
  readonly #meter: Meter;
  readonly #now: () => number;
  readonly #forget: () => void;
  /** Whether a cell left Python alive and nobody ended it since. */
  #left = false;

  /** @param forget called when the session is disposed */
  constructor(session: KernelSession, meter: Meter, now: () => number, forget: () => void) {
    this.#session = session;
    this.#meter = meter;
    this.#now = now;
    this.#forget = forget;
  }

  get generation(): number {
    return this.#session.generation;
  }

  get alive(): boolean {
    return this.#session.alive;
  }

  async *run(code: string, signal: AbortSignal): AsyncGenerator<CellEvent> {
    const before = this.#session.generation;
    let at = this.#now();
    let started = false;
    try {
      for await (const event of this.#session.run(code, signal)) {
        if (event.kind === "started" && event.generation > before) this.#begun(this.#now() - at);
        if (event.kind === "started") started = true;
        if (event.kind === "queued" || event.kind === "started") at = this.#now();
        if (event.kind === "closed" && started) this.#closed(event, this.#now() - at);
        yield event;
      }
    } catch (error) {
      if (error instanceof Failure && !started) this.#meter.pythonNotStarted(error.code);
      throw error;
    }
  }

  /** A Python that ended unbidden is missed by the next cell. */
  #begun(afterMs: number): void {
    this.#meter.pythonStarted(afterMs);
    if (this.#left) this.#meter.pythonLost("between-cells");
  }

  #closed({ end }: Extract<CellEvent, { readonly kind: "closed" }>, tookMs: number): void {
    this.#meter.ran(end.outcome, tookMs);
    this.#left = end.kept;
    if (!end.kept) this.#meter.pythonLost(end.outcome);
  }

  restart(): Promise<void> {
    this.#left = false;
    return this.#session.restart();
  }

  extend(): number | undefined {
    return this.#session.extend();
  }

  look(): Promise<Glimpse | undefined> {
    return this.#session.look();
  }

  put(file: FileSource, signal?: AbortSignal): Promise<StoredFile> {
    return this.#session.put(file, signal);
  }

  take(name: string): Promise<FileSource> {
    return this.#session.take(name);
  }

  files(): Promise<readonly StoredFile[]> {
    return this.#session.files();
  }

  async discard(): Promise<void> {
    this.#forget();
    await this.#session.discard();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#forget();
    await this.#session[Symbol.asyncDispose]();
  }
}
