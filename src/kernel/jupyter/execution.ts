import { type KernelMessage, type Received, record, text } from "../messages.ts";
import type { CellListener } from "../python-life.ts";
import type { Request } from "./line.ts";

/** After a cell was sent, how long nothing may be heard of it before the kernel is asked. */
const UNHEARD_LIMIT_MS = 5_000;

/** A kernel that refuses one cell so many times takes no cells any more. */
const REFUSALS_LIMIT = 3;

const SHELL = "__import__('IPython').get_ipython()";

/** Waits in the kernel's queue behind the cell, and tells whether that ran and how it ended: IPython knows both. */
const PROBE: Request = {
  code: `setattr(${SHELL}, 'threadbook_ended_well', ${SHELL}.last_execution_succeeded)`,
  silent: true,
  expressions: { count: `${SHELL}.execution_count`, well: `${SHELL}.threadbook_ended_well` },
};

type Line = { execute(request: Request): string; exists(): Promise<boolean> };

/**
 * One cell's way through a connection that may break at any time: a request that got lost is sent again, and an end
 * that was not heard is asked for. A cell is never run twice.
 */
export class Execution {
  readonly #line: Line;
  readonly #code: string;
  readonly #listener: CellListener;
  /** The kernel's count of cells as it was before this one; undefined where that is not known. */
  readonly #countBefore: number | undefined;
  readonly #kernelIsGone: () => void;
  #id: string;
  #probe: string | undefined;
  #answer: Record<string, unknown> | undefined;
  #drained = false;
  #heard = false;
  #refusals = 0;
  #watch: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(
    line: Line,
    code: string,
    listener: CellListener,
    countBefore: number | undefined,
    kernelIsGone: () => void,
  ) {
    this.#line = line;
    this.#code = code;
    this.#listener = listener;
    this.#countBefore = countBefore;
    this.#kernelIsGone = kernelIsGone;
    this.#id = this.#sendCell();
  }

  /** @returns the kernel's count of cells, where this message tells it */
  received({ parent, message }: Received): number | undefined {
    if (this.#isOver) return undefined;
    if (parent === this.#probe) return this.#probed(message);
    if (parent !== this.#id) return undefined;
    if (message.kind === "reply" && message.status !== "ok" && message.status !== "error") return this.#didNotRun();
    this.#heard = true;
    clearTimeout(this.#watch);
    this.#listener.received(message);
    const count = message.kind === "reply" ? message.content["execution_count"] : undefined;
    return typeof count === "number" ? count + 1 : undefined;
  }

  /** Finds out what became of the cell, after messages may have been lost. */
  async inquire(): Promise<void> {
    if (this.#isOver) return;
    this.#answer = undefined;
    this.#drained = false;
    this.#probe = this.#line.execute(PROBE);
    const exists = await this.#line.exists().catch(() => true);
    if (!exists && !this.#isOver) this.#kernelIsGone();
  }

  /** Nothing is heard of this cell from now on. */
  close(): void {
    this.#isOver = true;
    clearTimeout(this.#watch);
  }

  #sendCell(): string {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => void this.inquire(), UNHEARD_LIMIT_MS);
    return this.#line.execute({ code: this.#code });
  }

  /** Replies overtake output, which keeps its order: only behind the probe's own "idle" is none of the cell's left. */
  #probed(message: KernelMessage): number | undefined {
    if (message.kind === "reply") this.#answer = message.content;
    if (message.kind === "idle") this.#drained = true;
    return this.#drained && this.#answer !== undefined ? this.#answered(this.#answer) : undefined;
  }

  #answered(content: Record<string, unknown>): number | undefined {
    this.#probe = undefined;
    const facts = record(content["user_expressions"]);
    const count = Number(valueOf(facts["count"]));
    const ran = this.#heard || (this.#countBefore !== undefined && count !== this.#countBefore);
    if (ran) this.#listener.endedUnheard(valueOf(facts["well"]) === "True");
    else this.#id = this.#sendCell();
    return Number.isNaN(count) ? undefined : count;
  }

  #didNotRun(): undefined {
    this.#refusals += 1;
    if (this.#refusals > REFUSALS_LIMIT) this.#kernelIsGone();
    else this.#id = this.#sendCell();
  }
}

function valueOf(expression: unknown): string {
  return text(record(record(expression)["data"])["text/plain"]);
}
