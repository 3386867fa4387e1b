import type { Dialog } from "../../core/dialog.ts";
import { estimateTokens } from "../../core/model/estimate.ts";
import type { Model, Said, Usage } from "../../core/model/model.ts";
import { Failure, type FailureCode } from "../../failure.ts";
import type { AnswerResult, Meter } from "../meter.ts";

/** What a model's server is to blame for, and not the question. */
const SERVER_FAILURES: ReadonlySet<FailureCode> = new Set([
  "model-unreachable",
  "model-unauthorized",
  "model-not-found",
  "model-busy",
  "model-silent",
  "model-broke-off",
  "model-damaged",
]);

/** Why the last request to the server came to nothing. */
export interface ModelTrouble {
  readonly code: FailureCode;
  readonly atMs: number;
}

/** A model whose answers are measured. */
export class WatchedModel implements Model {
  readonly #model: Model;
  readonly #meter: Meter;
  readonly #now: () => number;
  #trouble: ModelTrouble | undefined;

  constructor(model: Model, meter: Meter, now: () => number) {
    this.#model = model;
    this.#meter = meter;
    this.#now = now;
  }

  get name(): string {
    return this.#model.name;
  }

  get contextTokens(): number {
    return this.#model.contextTokens;
  }

  /** Undefined while the server answers, and before it was asked. */
  get trouble(): ModelTrouble | undefined {
    return this.#trouble;
  }

  size(dialog: Dialog): number {
    return this.#model.size(dialog);
  }

  async *say(dialog: Dialog, signal: AbortSignal): AsyncGenerator<Said> {
    const answer = new Answer(this.#meter, this.#now);
    // Where the loop is left early the answer held all that was needed.
    let result: AnswerResult = "said";
    try {
      for await (const said of this.#model.say(dialog, signal)) {
        if (answer.take(said)) this.#trouble = undefined;
        yield said;
      }
      if (answer.cut) result = "cut";
    } catch (error) {
      result = this.#resultOf(error, signal);
      throw error;
    } finally {
      this.#meter.asked(result);
      answer.count(() => this.#model.size(dialog));
    }
  }

  #resultOf(error: unknown, signal: AbortSignal): AnswerResult {
    if (signal.aborted) return "stopped";
    if (!(error instanceof Failure)) return "mistake";
    const { code } = error;
    if (SERVER_FAILURES.has(code)) this.#trouble = { code, atMs: this.#now() };
    return code;
  }
}

/** One answer while it comes. */
class Answer {
  readonly #meter: Meter;
  readonly #now: () => number;
  #askedAt: number;
  #spoke = false;
  #tokens = 0;
  #usage: Usage | undefined;
  #cut = false;

  constructor(meter: Meter, now: () => number) {
    this.#meter = meter;
    this.#now = now;
    this.#askedAt = now();
  }

  get cut(): boolean {
    return this.#cut;
  }

  /** @returns whether this is the first that the model says */
  take(said: Said): boolean {
    if (said.kind === "queued") this.#askedAt = this.#now();
    if (said.kind === "retrying") this.#meter.askedAgain();
    if (said.kind === "finished") {
      this.#usage = said.usage;
      this.#cut = said.why === "cut";
    }
    if (!("raw" in said)) return false;
    this.#tokens += estimateTokens(said.raw);
    if (this.#spoke) return false;
    this.#spoke = true;
    this.#meter.spoke(this.#now() - this.#askedAt);
    return true;
  }

  /** A server tells its count at the end, which a stream that is left early never reaches. @param promptTokens a guess */
  count(promptTokens: () => number): void {
    if (!this.#spoke) return;
    const counter = this.#usage === undefined ? "estimate" : "server";
    this.#meter.tokens("prompt", this.#usage?.promptTokens ?? promptTokens(), counter);
    this.#meter.tokens("completion", this.#usage?.completionTokens ?? Math.round(this.#tokens), counter);
  }
}
