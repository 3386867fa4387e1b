import type { Said } from "../model.ts";
import type { End, Heard } from "../reader/heard.ts";
import { Reader } from "../reader/reader.ts";
import type { Chunk } from "./chunk.ts";
import type { CompletionStream } from "./completion-stream.ts";
import { Fault } from "./fault.ts";

/** More than any model writes in one step: a server that does not keep the token limit must not fill the memory. */
const ANSWER_LIMIT_CHARACTERS = 4_000_000;

/**
 * Reads one stream into what the model says, in order.
 * @param options.thinks whether the answer begins inside a thought, unless the server sends thoughts apart
 * @returns why it ended; after a first word, a break is a "cut"
 * @throws {Fault} when it broke off before anything was said
 */
export async function* hear(
  stream: CompletionStream,
  options: { readonly thinks: boolean; readonly signal: AbortSignal },
): AsyncGenerator<Said, End> {
  const answer = new Answer(options.thinks);
  try {
    for await (const chunk of stream) {
      // What comes after the reason for the end only counts tokens.
      if (answer.why !== undefined) continue;
      yield* answer.take(chunk);
      if (answer.left) break;
    }
  } catch (error) {
    options.signal.throwIfAborted();
    if (!(error instanceof Fault) || !answer.spoke) throw error;
  }
  options.signal.throwIfAborted();
  if (!answer.spoke) throw stream.brokeOff();
  if (answer.why === undefined) yield* answer.end("cut");
  return answer.why ?? "cut";
}

/** One answer while its chunks come in. */
class Answer {
  readonly #thinks: boolean;
  #reader: Reader | undefined;
  #characters = 0;
  #thought = false;
  #why: End | undefined;

  constructor(thinks: boolean) {
    this.#thinks = thinks;
  }

  get why(): End | undefined {
    return this.#why;
  }

  /** Whether the server has said anything, be it only that the answer is empty. */
  get spoke(): boolean {
    return this.#characters > 0 || this.#why !== undefined;
  }

  /** Whether the server goes on although the answer is over. */
  get left(): boolean {
    return this.#reader?.over === true || this.#characters > ANSWER_LIMIT_CHARACTERS;
  }

  *take({ text, thinking, finish }: Chunk): Generator<Heard> {
    this.#characters += text.length + thinking.length;
    if (thinking !== "") {
      this.#thought = true;
      yield { kind: "thinking", raw: thinking };
    }
    if (text !== "") {
      this.#reader ??= new Reader({ thinks: this.#thinks && !this.#thought });
      yield* this.#reader.read(text);
    }
    const why = this.#reader?.over ? "stop" : (finish ?? (this.left ? "length" : undefined));
    if (why !== undefined) yield* this.end(why);
  }

  /** Gives out what was held back. */
  *end(why: End): Generator<Heard> {
    this.#why = why;
    if (this.#reader) yield* this.#reader.end(why);
  }
}
