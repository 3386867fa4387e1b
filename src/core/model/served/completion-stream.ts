import type { Usage } from "../model.ts";
import { type Chunk, readChunk } from "./chunk.ts";
import type { Fault } from "./fault.ts";
import type { Watch } from "./watch.ts";

/** The chunks of one answer as they come. Disposing it ends the request at once. */
export class CompletionStream implements AsyncDisposable {
  readonly #chunks: AsyncIterable<unknown>;
  readonly #watch: Watch;
  readonly #fault: (error: unknown) => Fault;
  #usage: Usage | undefined;

  constructor(chunks: AsyncIterable<unknown>, watch: Watch, fault: (error: unknown) => Fault) {
    this.#chunks = chunks;
    this.#watch = watch;
    this.#fault = fault;
  }

  /** What the server has counted so far, where it counts. */
  get usage(): Usage | undefined {
    return this.#usage;
  }

  /**
   * The client ends a stream that was aborted, also for its silence, as if it were complete.
   * @throws {Fault} when the stream broke off or was damaged
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<Chunk> {
    try {
      for await (const raw of this.#chunks) {
        const chunk = readChunk(raw);
        if (chunk.text !== "" || chunk.thinking !== "" || chunk.finish !== undefined) this.#watch.spoke();
        this.#usage = chunk.usage ?? this.#usage;
        yield chunk;
      }
    } catch (error) {
      throw this.#fault(error);
    }
  }

  /** What to say of a stream that ended without an answer. */
  brokeOff(): Fault {
    return this.#fault(undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#watch[Symbol.asyncDispose]();
  }
}
