import type { Dialog } from "../dialog.ts";
import type { Model, Said } from "./model.ts";
import { Reader } from "./reader/reader.ts";

/** An answer exactly as a model would write it, or a function that makes it from what was said before. */
export type ScriptedAnswer = string | ((dialog: Dialog) => string);

export interface Pace {
  /** 0 says each answer at once. */
  readonly charactersPerSecond: number;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface ScriptedModelOptions {
  readonly name?: string;
  readonly contextTokens?: number;
  readonly pace?: Pace;
}

const PIECES_PER_SECOND = 20;
const AT_ONCE: Pace = { charactersPerSecond: 0, sleep: async () => {} };

/** Says answers written beforehand, one a step, through the reader that served models are read with. */
export class ScriptedModel implements Model {
  readonly name: string;
  readonly contextTokens: number;
  readonly #answers: readonly ScriptedAnswer[];
  readonly #pace: Pace;
  #said = 0;

  constructor(answers: readonly ScriptedAnswer[], options: ScriptedModelOptions = {}) {
    this.#answers = answers;
    this.name = options.name ?? "scripted";
    this.contextTokens = options.contextTokens ?? 32_768;
    this.#pace = options.pace ?? AT_ONCE;
  }

  /** How many steps were said or begun. */
  get steps(): number {
    return this.#said;
  }

  size(dialog: Dialog): number {
    return Math.ceil(JSON.stringify(dialog.turns).length / 4);
  }

  async *say(dialog: Dialog, signal: AbortSignal): AsyncGenerator<Said> {
    signal.throwIfAborted();
    const answer = this.#answers[this.#said];
    this.#said += 1;
    if (answer === undefined)
      throw new Error(
        `Expected at most ${this.#answers.length} steps, step ${this.#said} was asked for: add an answer.`,
      );
    const text = typeof answer === "string" ? answer : answer(dialog);
    const reader = new Reader();
    for await (const piece of this.#pieces(text, signal)) {
      yield* reader.read(piece);
      signal.throwIfAborted();
      if (reader.over) break;
    }
    yield* reader.end("stop");
    yield { kind: "finished", why: "stop" };
  }

  async *#pieces(text: string, signal: AbortSignal): AsyncGenerator<string> {
    const { charactersPerSecond, sleep } = this.#pace;
    if (charactersPerSecond <= 0) return yield text;
    const length = Math.max(1, Math.round(charactersPerSecond / PIECES_PER_SECOND));
    for (let at = 0; at < text.length; at += length) {
      await sleep((1000 * length) / charactersPerSecond, signal);
      yield text.slice(at, at + length);
    }
  }
}
