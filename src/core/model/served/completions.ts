import { APIError, OpenAI } from "openai";
import { Failure } from "../../../failure.ts";
import { shownAddress } from "../../../shown-address.ts";
import type { ChatMessage } from "../dialects/dialect.ts";
import { CompletionStream } from "./completion-stream.ts";
import { Fault } from "./fault.ts";
import { faultOf, type Server } from "./fault-of.ts";
import type { Sampling } from "./sampling.ts";
import { Watch } from "./watch.ts";

export interface CompletionsOptions {
  /** Up to and with `/v1`. */
  readonly baseUrl: string;
  readonly apiKey?: string | undefined;
  /** As the server calls it. */
  readonly model: string;
  /** Strings at which the server ends the answer, the most needed first. */
  readonly stop: readonly string[];
  /** Whether the server counts tokens along the way (vLLM), so that a stream that is left early is counted too. */
  readonly countsAlong?: boolean;
  readonly now: () => number;
}

/** What servers that check their input may refuse, from all to least. */
type Extras = "all" | "few";

/** OpenAI's own servers take no more stop strings than these. */
const STRICT_STOPS = 4;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Asks a server for chat completions, streamed. */
export class Completions {
  readonly #options: CompletionsOptions;
  readonly #server: Server;
  readonly #client: OpenAI;
  #extras: Extras = "all";

  constructor(options: CompletionsOptions) {
    this.#options = options;
    this.#server = { url: shownAddress(options.baseUrl), model: options.model, apiKey: options.apiKey };
    this.#client = new OpenAI({
      baseURL: options.baseUrl,
      apiKey: options.apiKey ?? "none",
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      maxRetries: 0,
      timeout: LONGEST_TIMER_MS,
      logLevel: "off",
      ...(options.apiKey === undefined && { defaultHeaders: { Authorization: null } }),
    });
  }

  /** @throws {Fault} when the server does not begin an answer */
  async open(
    messages: readonly ChatMessage[],
    sampling: Sampling,
    patience: { readonly firstTokenMs: number; readonly betweenTokensMs: number },
    signal: AbortSignal,
  ): Promise<CompletionStream> {
    this.#checkKey();
    const watch = new Watch(patience, signal);
    try {
      const chunks = await this.#create(messages, sampling, watch);
      return new CompletionStream(chunks, watch, (error) => this.#fault(error, watch));
    } catch (error) {
      await watch[Symbol.asyncDispose]();
      signal.throwIfAborted();
      throw this.#fault(error, watch);
    }
  }

  async #create(messages: readonly ChatMessage[], sampling: Sampling, watch: Watch): Promise<AsyncIterable<unknown>> {
    try {
      return await this.#post(messages, sampling, watch);
    } catch (error) {
      const refused = error instanceof APIError && (error.status === 400 || error.status === 422);
      if (!refused || this.#extras === "few" || this.#fault(error, watch).failure.code !== "model-refused") throw error;
      this.#extras = "few";
      return await this.#post(messages, sampling, watch);
    }
  }

  async #post(messages: readonly ChatMessage[], sampling: Sampling, watch: Watch): Promise<AsyncIterable<unknown>> {
    const { model, stop } = this.#options;
    const request = {
      model,
      messages: [...messages],
      stream: true as const,
      stop: this.#extras === "all" ? [...stop] : stop.slice(0, STRICT_STOPS),
      max_tokens: sampling.maxTokens,
      temperature: sampling.temperature,
      top_p: sampling.topP,
      ...(this.#extras === "all" && { stream_options: this.#counting() }),
    };
    return await this.#client.chat.completions.create(request, { signal: watch.signal });
  }

  #counting(): { readonly include_usage: true; readonly continuous_usage_stats?: true } {
    return { include_usage: true, ...(this.#options.countsAlong && { continuous_usage_stats: true as const }) };
  }

  #fault(error: unknown, watch: Watch): Fault {
    return faultOf(error, this.#server, { silentMs: watch.silentMs, now: this.#options.now() });
  }

  /** A key that no header can carry would be repeated in the message of whoever refuses it. */
  #checkKey(): void {
    const { apiKey } = this.#options;
    if (apiKey === undefined || /^[\x21-\x7e]+$/.test(apiKey)) return;
    const { url, model } = this.#server;
    const message = "Expected the key to be of visible ASCII characters: copy OPENAI_API_KEY again.";
    throw new Failure("model-unauthorized", message, { facts: { url, model } });
  }
}
