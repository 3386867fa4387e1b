import { collectDefaultMetrics, Registry } from "prom-client";
import type { CallResult, Delivery } from "../../core/adapter.ts";
import type { FailureCode } from "../../failure.ts";
import type { CellOutcome } from "../../kernel/session.ts";
import type { AnswerResult, Counter, Meter, TurnSummary, Verdict } from "../meter.ts";
import { counts } from "./counts.ts";
import { gauges, type Now } from "./gauges.ts";
import { MakeMetrics } from "./make-metrics.ts";

/** Methods of platforms that are told apart: names come from requests, and must not fill the memory. */
const METHODS = 100;

/** Counts in the form that Prometheus reads. */
export class PromMeter implements Meter {
  readonly #registry = new Registry();
  readonly #make = new MakeMetrics(this.#registry);
  readonly #counts = counts(this.#make);
  readonly #methods = new Set<string>();

  constructor() {
    collectDefaultMetrics({ register: this.#registry, prefix: "threadbook_" });
  }

  /** Reads this too at each look; once. */
  read(now: Now): void {
    gauges(this.#make, now);
  }

  /** All metrics, as text of this type. */
  get type(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  delivered(platform: string, verdict: Verdict): void {
    this.#counts.deliveries.inc({ platform, verdict });
  }

  turnEnded({ platform, kind, ending, steps, tookMs }: TurnSummary, delivery: Delivery["kind"]): void {
    const failure = ending.why === "failed" ? ending.code : "";
    this.#counts.turns.inc({ platform, kind, ending: ending.why, failure });
    this.#counts.turnSeconds.observe({ platform }, tookMs / 1000);
    this.#counts.steps.inc(steps);
    if (delivery === "undelivered") this.#counts.undelivered.inc({ platform });
  }

  mistaken(): void {
    this.#counts.mistakes.inc();
  }

  shown(platform: string, delayMs: number): void {
    this.#counts.drawing.observe({ platform }, delayMs / 1000);
  }

  called(platform: string, method: string, result: CallResult): void {
    if (this.#methods.size < METHODS) this.#methods.add(method);
    this.#counts.calls.inc({ platform, method: this.#methods.has(method) ? method : "other", result });
  }

  spoke(afterMs: number): void {
    this.#counts.firstToken.observe(afterMs / 1000);
  }

  asked(result: AnswerResult): void {
    this.#counts.requests.inc({ result });
  }

  askedAgain(): void {
    this.#counts.retries.inc();
  }

  tokens(kind: "prompt" | "completion", count: number, counter: Counter): void {
    this.#counts.tokens.inc({ kind, counter }, count);
  }

  ran(outcome: CellOutcome, tookMs: number): void {
    this.#counts.cells.inc({ outcome });
    this.#counts.cellSeconds.observe(tookMs / 1000);
  }

  pythonStarted(tookMs: number): void {
    this.#counts.starts.observe(tookMs / 1000);
  }

  pythonNotStarted(failure: FailureCode): void {
    this.#counts.refusals.inc({ failure });
  }

  pythonLost(when: CellOutcome | "between-cells"): void {
    this.#counts.losses.inc({ outcome: when });
  }
}
