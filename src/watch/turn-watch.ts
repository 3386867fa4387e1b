import type { Ending } from "../core/turn.ts";
import type { CellBlock, Status, TurnView } from "../core/view.ts";
import type { CellOutcome } from "../kernel/session.ts";
import type { Phase, TurnSummary } from "./meter.ts";

/** What of a turn deserves a line of its own before its end. */
export type Notable =
  | { readonly kind: "cell-failed"; readonly outcome: CellOutcome; readonly kept: boolean }
  | { readonly kind: "model-asked-again" };

/** Outcomes that are not the doing of the person or of their code's plain errors. */
const BAD: readonly CellOutcome[] = ["timed-out", "out-of-memory", "kernel-died", "host-gone"];

/** Reads off a turn's views what it was busy with, and what came of it. */
export class TurnWatch {
  readonly #about: Pick<TurnSummary, "platform" | "kind">;
  readonly #now: () => number;
  readonly #begun: number;
  readonly #spent = new Map<Phase, number>();
  readonly #closed = new Set<string>();
  #since: number;
  #status: Status | undefined;
  #phase: Phase = "model";
  #steps = 0;
  #view: TurnView | undefined;

  /** @param now milliseconds, from any beginning */
  constructor(about: Pick<TurnSummary, "platform" | "kind">, now: () => number) {
    this.#about = about;
    this.#now = now;
    this.#begun = now();
    this.#since = this.#begun;
  }

  get phase(): Phase {
    return this.#phase;
  }

  see(view: TurnView): readonly Notable[] {
    const before = this.#status;
    this.#view = view;
    this.#status = view.status;
    if (isSpeech(view.status) && !isSpeech(before)) this.#steps += 1;
    const phase = view.status === undefined ? undefined : phaseOf(view.status);
    if (phase !== this.#phase) this.#enter(phase);
    if (view.status?.kind === before?.kind && !isRetry(view.status)) return [];
    return [...this.#failedCells(view), ...(isRetry(view.status) && !isRetry(before) ? [ASKED_AGAIN] : [])];
  }

  /** @param ending what to say of a turn whose last view has none */
  summary(ending: Ending): TurnSummary {
    const phasesMs = Object.fromEntries([...this.#spent].map(([phase, ms]) => [phase, Math.round(ms)]));
    return {
      ...this.#about,
      ending: this.#view?.ending ?? ending,
      steps: this.#steps,
      cells: tally(cellsOf(this.#view)),
      tookMs: Math.round(this.#now() - this.#begun),
      phasesMs,
    };
  }

  #enter(phase: Phase | undefined): void {
    const now = this.#now();
    this.#spent.set(this.#phase, (this.#spent.get(this.#phase) ?? 0) + now - this.#since);
    this.#since = now;
    if (phase !== undefined) this.#phase = phase;
  }

  #failedCells(view: TurnView): readonly Notable[] {
    return cellsOf(view).flatMap(({ key, end }) => {
      if (end === undefined || this.#closed.has(key)) return [];
      this.#closed.add(key);
      return BAD.includes(end.outcome) ? [{ kind: "cell-failed", outcome: end.outcome, kept: end.kept }] : [];
    });
  }
}

const ASKED_AGAIN: Notable = { kind: "model-asked-again" };

function isSpeech(status: Status | undefined): boolean {
  return status?.kind === "thinking" || status?.kind === "writing";
}

function isRetry(status: Status | undefined): boolean {
  return status?.kind === "waiting" && status.for === "model-retry";
}

function phaseOf(status: Status): Phase {
  if (status.kind === "queued") return "lane";
  if (status.kind === "running") return "cell";
  if (status.kind !== "waiting") return "model";
  switch (status.for) {
    case "model":
    case "model-retry":
      return "model";
    case "turn-at-model":
      return "model-queue";
    case "turn-in-kernel-queue":
      return "cell-queue";
    case "kernel":
      return "python";
    case "files":
      return "files";
    default:
      return status satisfies never;
  }
}

function cellsOf(view: TurnView | undefined): readonly CellBlock[] {
  return view?.blocks.filter((block) => block.kind === "cell") ?? [];
}

function tally(cells: readonly CellBlock[]): TurnSummary["cells"] {
  const counts: Record<string, number> = {};
  for (const { state, end } of cells) {
    const outcome = end?.outcome ?? (state === "refused" ? "refused" : undefined);
    if (outcome !== undefined) counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}
