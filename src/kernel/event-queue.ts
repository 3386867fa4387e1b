import type { CellEvent, CellOutput, KernelPicture } from "./session.ts";

type Output = CellOutput<KernelPicture>;

/**
 * Events of a cell on their way to whoever reads them. What a slow reader has not taken yet is joined where the result
 * is the same: streams grow, a later replacement stands for an earlier one, what was cleared is not shown first.
 */
export class EventQueue {
  readonly #events: CellEvent[] = [];
  #wake = Promise.withResolvers<void>();
  #closed = false;
  readonly #taken: () => void;

  /** @param taken is called each time the reader takes an event */
  constructor(taken: () => void) {
    this.#taken = taken;
  }

  /** Bytes and characters that wait to be read. */
  get weight(): number {
    return this.#events.reduce((sum, event) => sum + (event.kind === "printed" ? weigh(event.output) : 0), 0);
  }

  push(event: CellEvent): void {
    if (event.kind !== "printed" || !this.#join(event.output)) this.#events.push(event);
    this.#wake.resolve();
  }

  /** Ends the iteration after the events that wait. */
  close(): void {
    this.#closed = true;
    this.#wake.resolve();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<CellEvent, void, undefined> {
    while (true) {
      const event = this.#events.shift();
      if (event !== undefined) {
        this.#taken();
        yield event;
      } else if (this.#closed) return;
      else {
        await this.#wake.promise;
        this.#wake = Promise.withResolvers();
      }
    }
  }

  #join(output: Output): boolean {
    if (output.kind === "cleared") this.#clear();
    if (output.kind === "replaced") return this.#replace(output);
    const last = this.#events.at(-1);
    if (output.kind !== "stream" || last?.kind !== "printed" || last.output.kind !== "stream") return false;
    if (last.output.stream !== output.stream) return false;
    this.#events[this.#events.length - 1] = {
      kind: "printed",
      output: { ...last.output, text: last.output.text + output.text },
    };
    return true;
  }

  #clear(): void {
    const left = this.#events.filter((event) => event.kind !== "printed" || event.output.kind === "replaced");
    this.#events.splice(0, this.#events.length, ...left);
  }

  #replace(output: Extract<Output, { kind: "replaced" }>): boolean {
    const at = this.#events.findLastIndex(
      (event) =>
        event.kind === "printed" && event.output.kind === "replaced" && event.output.display === output.display,
    );
    const between = this.#events.slice(at + 1);
    if (at < 0 || between.some((event) => event.kind === "printed" && shows(event.output, output.display)))
      return false;
    this.#events[at] = { kind: "printed", output };
    return true;
  }
}

function shows(output: Output, display: string): boolean {
  return output.kind === "display" && output.display === display;
}

/** Characters of an output's text and bytes of its picture. */
function weigh(output: Output): number {
  switch (output.kind) {
    case "stream":
      return output.text.length;
    case "display":
    case "replaced":
      return textSize(output) + (output.shown.picture?.bytes.length ?? 0);
    case "error":
      return output.name.length + output.value.length + output.traceback.length;
    case "cleared":
    case "omitted":
      return 0;
    default:
      return output satisfies never;
  }
}

function textSize({ shown }: Extract<Output, { kind: "display" | "replaced" }>): number {
  return (shown.text?.length ?? 0) + (shown.html?.length ?? 0) + (shown.markdown?.length ?? 0);
}
