import { Failure } from "../../failure.ts";
import { WaitingLine } from "../../waiting-line.ts";
import type { Dialog } from "../dialog.ts";
import type { Model, Said } from "./model.ts";

export interface SharedModelLimits {
  /** Requests to the server at once. */
  readonly modelRequests: number;
  /** Steps that may wait for it; more are refused. */
  readonly modelQueue: number;
}

/** A model that many threads share: so many requests at once, fair between people, and who must wait sees it. */
export class SharedModel implements Model {
  readonly #model: Model;
  readonly #line: WaitingLine;
  readonly #limits: SharedModelLimits;

  constructor(model: Model, limits: SharedModelLimits) {
    this.#model = model;
    this.#limits = limits;
    this.#line = new WaitingLine(limits.modelRequests);
  }

  get name(): string {
    return this.#model.name;
  }

  get contextTokens(): number {
    return this.#model.contextTokens;
  }

  size(dialog: Dialog): number {
    return this.#model.size(dialog);
  }

  async *say(dialog: Dialog, signal: AbortSignal): AsyncGenerator<Said> {
    signal.throwIfAborted();
    if (this.#line.length >= this.#limits.modelQueue) throw busy(this.#limits.modelQueue);
    using place = yield* this.#line.enter(askerOf(dialog), signal);
    if (place === undefined) signal.throwIfAborted();
    yield* this.#model.say(dialog, signal);
  }
}

/** Whose question is answered: the newest one's, else the thread's. */
function askerOf({ thread, turns }: Dialog): string {
  const asked = turns.at(-1)?.entries.find((entry) => entry.kind === "asked");
  return asked?.who.id ?? thread;
}

function busy(waiting: number): Failure {
  return new Failure("model-queue-full", `Expected fewer than ${waiting} answers to wait for the model.`, {
    facts: { waiting },
  });
}
