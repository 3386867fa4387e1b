import { CellOutputs } from "./cell-outputs.ts";
import { Deadline } from "./deadline.ts";
import { EventQueue } from "./event-queue.ts";
import type { KernelMessage } from "./messages.ts";
import type { CellListener, Fall, PythonLife } from "./python-life.ts";
import type { CellEnd, CellEvent, CellLimits, CellOutcome } from "./session.ts";

/** Why the bot stops a cell. */
type Stop = "interrupted" | "timed-out" | NonNullable<CellEnd["because"]>;

/** Bytes and characters that may wait for a slow reader before the kernel's socket is paused. */
const WAITING_LIMIT = 1_000_000;

/**
 * Runs one cell within its limits. Aborting `signal`, or leaving the loop early, interrupts the cell; a Python that
 * does not come back from that within `graceMs` is ended.
 */
export async function* runCell(
  life: PythonLife,
  code: string,
  signal: AbortSignal,
  limits: CellLimits,
  deadline = new Deadline(limits.timeoutMs, limits.timeoutMs),
): AsyncGenerator<CellEvent, void, undefined> {
  const cell = new Cell(life, limits, deadline);
  const abort = () => cell.stop("interrupted");
  signal.addEventListener("abort", abort);
  try {
    cell.begin(code);
    if (signal.aborted) abort();
    yield* cell.events;
  } finally {
    signal.removeEventListener("abort", abort);
    cell.stop("interrupted");
    await cell.ended;
  }
}

class Cell implements CellListener {
  readonly events = new EventQueue(() => this.#flow());
  readonly #life: PythonLife;
  readonly #limits: CellLimits;
  readonly #deadline: Deadline;
  readonly #outputs: CellOutputs;
  readonly #ended = Promise.withResolvers<void>();
  #timers: NodeJS.Timeout[] = [];
  #started = false;
  #isOver = false;
  #isIdle = false;
  #reply: { readonly status: string; readonly at: number } | undefined;
  #stop: { readonly why: Stop; readonly at: number } | undefined;
  #interrupting = Promise.resolve();
  #paused = false;

  constructor(life: PythonLife, limits: CellLimits, deadline: Deadline) {
    this.#life = life;
    this.#deadline = deadline;
    this.#limits = limits;
    this.#outputs = new CellOutputs(limits);
  }

  /** Settles when "closed" is among the events. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  begin(code: string): void {
    this.#deadline.start(() => this.stop("timed-out"));
    this.#life.execute(code, this);
  }

  stop(why: Stop): void {
    if (this.#isOver || this.#stop !== undefined) return;
    this.#stop = { why, at: Date.now() };
    this.#forgetTimers();
    this.#flow();
    this.#after(this.#limits.graceMs / 2, () => this.#interrupt());
    this.#after(this.#limits.graceMs, () => this.#giveUp());
    this.#interrupt();
  }

  received(message: KernelMessage): void {
    if (this.#isOver) return;
    switch (message.kind) {
      case "busy":
      case "taken":
        return this.#start();
      case "idle":
        this.#isIdle = true;
        return this.#finish();
      case "reply":
        this.#reply = message;
        return this.#finish();
      case "restarting":
      case "dead":
        return;
      case "stream":
      case "display":
      case "update":
      case "clear":
      case "error":
        return this.#show(message);
      default:
        return message satisfies never;
    }
  }

  endedUnheard(ok: boolean): void {
    this.#isIdle = true;
    this.#reply = { status: ok ? "ok" : "error", at: Number.NaN };
    this.#finish();
  }

  lostOutput(characters: number): void {
    this.#outputs.lost(characters);
    this.stop("too-much-output");
  }

  fell(why: Fall): void {
    if (why === "folder-overfull") this.#stop = { why, at: Date.now() };
    void this.#end(outcomeOfFall(why), false);
  }

  #start(): void {
    if (this.#started) return;
    this.#started = true;
    this.events.push({ kind: "started", generation: this.#life.generation });
    if (this.#stop !== undefined || this.#isOver) return;
    this.#deadline.start(() => this.stop("timed-out"));
  }

  #show(message: KernelMessage): void {
    for (const output of this.#outputs.read(message)) this.events.push({ kind: "printed", output });
    const { excess } = this.#outputs;
    if (excess !== undefined) this.#life.skim();
    if (excess !== undefined) this.stop(excess);
    this.#flow();
  }

  #finish(): void {
    if (!this.#isIdle || this.#reply === undefined) return;
    const { status, at } = this.#reply;
    const own = status === "ok" ? "ok" : "raised";
    void this.#end(
      this.#stop === undefined || endedItself(own, at, this.#stop.at) ? own : outcomeOf(this.#stop.why),
      true,
    );
  }

  #giveUp(): void {
    if (this.#isOver || this.#stop === undefined) return;
    const outcome = outcomeOf(this.#stop.why);
    void this.#end(outcome, false);
    void this.#life.end();
  }

  async #end(outcome: CellOutcome, kept: boolean): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#forgetTimers();
    // An interrupt still on its way would hit the next cell.
    if (kept) await this.#interrupting;
    this.#start();
    for (const output of this.#outputs.end()) this.events.push({ kind: "printed", output });
    this.events.push({ kind: "closed", end: this.#describe(outcome, kept) });
    this.events.close();
    this.#resume();
    this.#ended.resolve();
  }

  #describe(outcome: CellOutcome, kept: boolean): CellEnd {
    const end = { outcome, kept, generation: this.#life.generation };
    const why = this.#stop?.why;
    if (why === undefined || why === "interrupted" || why === "timed-out") return end;
    return why === "folder-overfull" || outcome === "interrupted" ? { ...end, because: why } : end;
  }

  #interrupt(): void {
    const sent = Promise.resolve().then(() => this.#life.interrupt());
    this.#interrupting = Promise.all([this.#interrupting, sent]).then(() => undefined);
  }

  /** Pauses the socket while a slow reader has much to read, unless the cell is to end anyway. */
  #flow(): void {
    const wait = !this.#isOver && this.#stop === undefined && this.events.weight > WAITING_LIMIT;
    if (!wait) return this.#resume();
    if (!this.#paused) this.#life.pause();
    this.#paused = true;
  }

  #resume(): void {
    if (this.#paused) this.#life.resume();
    this.#paused = false;
  }

  #after(ms: number, act: () => void): void {
    this.#timers.push(setTimeout(act, ms));
  }

  #forgetTimers(): void {
    this.#deadline.stop();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
  }
}

function outcomeOfFall(why: Fall): CellOutcome {
  if (why === "folder-overfull") return "kernel-died";
  return why === "ended" ? "interrupted" : why;
}

function outcomeOf(why: Stop): CellOutcome {
  return why === "timed-out" ? "timed-out" : "interrupted";
}

/** Whether a cell ended before the interrupt reached it. The kernel's clock is this machine's; it may be unknown. */
function endedItself(outcome: "ok" | "raised", endedAt: number, interruptedAt: number): boolean {
  return Number.isNaN(endedAt) ? outcome === "ok" : endedAt < interruptedAt;
}
