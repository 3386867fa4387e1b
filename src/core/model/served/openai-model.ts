import type { Dialog } from "../../dialog.ts";
import type { ChatMessage, Dialect } from "../dialects/dialect.ts";
import { PromptSize } from "../estimate.ts";
import type { Model, Said } from "../model.ts";
import { Completions, type CompletionsOptions } from "./completions.ts";
import { Fault } from "./fault.ts";
import { hear } from "./hear.ts";
import { retryDelayMs } from "./retry-delay.ts";
import type { Sampling } from "./sampling.ts";

export interface Patience {
  /** Until the first word of an answer; long prompts take their time. */
  readonly firstTokenMs: number;
  /** Between one piece of an answer and the next. */
  readonly betweenTokensMs: number;
  /** How often a step is asked for, before anything of it was said. */
  readonly attempts: number;
}

export interface OpenAiModelOptions extends CompletionsOptions {
  readonly dialect: Dialect;
  readonly sampling: Sampling;
  /** Tokens of prompt and answer together; 8,192 where nobody knows. */
  readonly contextTokens?: number | undefined;
  readonly patience: Patience;
  /** Whether answers begin inside a thought that they only close. */
  readonly thinks?: boolean;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds since 1970, for a Retry-After that names a time. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

const DEFAULT_CONTEXT_TOKENS = 8192;
const SMALLEST_ANSWER_TOKENS = 256;
/** Between the estimate of a prompt and what the server may count. */
const ESTIMATE_MARGIN = 0.05;

/** A model behind any server that speaks OpenAI's chat completions. */
export class OpenAiModel implements Model {
  readonly name: string;
  readonly contextTokens: number;
  readonly #options: OpenAiModelOptions;
  readonly #completions: Completions;
  readonly #promptSize = new PromptSize();

  constructor(options: OpenAiModelOptions) {
    this.name = options.model;
    this.contextTokens = options.contextTokens ?? DEFAULT_CONTEXT_TOKENS;
    this.#options = options;
    this.#completions = new Completions(options);
  }

  size(dialog: Dialog): number {
    return this.#promptSize.tokens(this.#options.dialect.messages(dialog));
  }

  async *say(dialog: Dialog, signal: AbortSignal): AsyncGenerator<Said> {
    const messages = this.#options.dialect.messages(dialog);
    let shorter: number | undefined;
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      try {
        return yield* this.#step(messages, shorter ?? this.#answerTokens(messages), signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof Fault)) throw error;
        const room = shorter === undefined ? this.#roomFor(messages, error) : undefined;
        if (room !== undefined) {
          shorter = room;
          continue;
        }
        if (!error.worthRetrying || attempt >= this.#attempts(error)) throw error.failure;
        yield { kind: "retrying", attempt: attempt + 1 };
        const { random, sleep } = this.#options;
        await sleep(retryDelayMs(attempt, error.retryAfterMs, random()), signal);
      }
    }
  }

  async *#step(messages: readonly ChatMessage[], maxTokens: number, signal: AbortSignal): AsyncGenerator<Said> {
    const { sampling, patience, thinks = false } = this.#options;
    await using stream = await this.#completions.open(messages, { ...sampling, maxTokens }, patience, signal);
    try {
      const why = yield* hear(stream, { thinks, signal });
      yield { kind: "finished", why, ...(stream.usage && { usage: stream.usage }) };
    } finally {
      if (stream.usage) this.#promptSize.learn(messages, stream.usage.promptTokens);
    }
  }

  /** A server that is silent for minutes is asked once more, not as often as one that says it is busy. */
  #attempts(fault: Fault): number {
    const { attempts } = this.#options.patience;
    return fault.failure.code === "model-silent" ? Math.min(attempts, 2) : attempts;
  }

  #answerTokens(messages: readonly ChatMessage[]): number {
    const room = this.contextTokens - Math.ceil(this.#promptSize.tokens(messages) * (1 + ESTIMATE_MARGIN));
    return Math.max(SMALLEST_ANSWER_TOKENS, Math.min(this.#options.sampling.maxTokens, room));
  }

  /** The answer that still fits, where the server refused only because prompt and answer together are too long. */
  #roomFor(messages: readonly ChatMessage[], { counted }: Fault): number | undefined {
    if (!counted) return undefined;
    this.#promptSize.learn(messages, counted.promptTokens);
    const room = Math.min(this.#options.sampling.maxTokens, counted.contextTokens - counted.promptTokens - 1);
    return room >= SMALLEST_ANSWER_TOKENS ? room : undefined;
  }
}
