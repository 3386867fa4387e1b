import { closingFence, type Fence, openingFence, STRUCTURE_LIMIT } from "./fence.ts";
import { bodyOf, type Heard, type Mode, type Next, prose } from "./heard.ts";

/** Gives a block that is not Python out as the model wrote it. */
export class ProseBlock implements Mode {
  readonly #fence: Fence;
  readonly #after: () => Mode;
  /** Blocks opened inside a block of markup. */
  #depth = 0;

  constructor(fence: Fence, after: () => Mode) {
    this.#fence = fence;
    this.#after = after;
  }

  line(line: string, fresh: boolean, out: Heard[]): Next {
    const text = bodyOf(line).replace(this.#fence.quoted ? /^[ \t]*>[ \t]?/ : "", "");
    const closing = fresh && line.length <= STRUCTURE_LIMIT ? closingFence(text, this.#fence) : undefined;
    const left = fresh && this.#fence.quoted && !/^[ \t]*>/.test(line);
    // Whoever opens Python inside a block that is not markup has forgotten to close that block.
    const forgot = fresh && this.#fence.language !== "markdown" && openingFence(bodyOf(line))?.language === "python";
    if (left || forgot) return { mode: this.#after(), rest: line };
    out.push(prose(line));
    if (!closing) return { mode: this, rest: "" };
    if (closing.info.trim() !== "") this.#depth += this.#fence.language === "markdown" ? 1 : 0;
    else if (this.#depth > 0) this.#depth -= 1;
    else return { mode: this.#after(), rest: "" };
    return { mode: this, rest: "" };
  }

  part(line: string, fresh: boolean, out: Heard[]): Next {
    const mayBeFence = /^[ \t>]*(?:(?:[-*+•]|\d{1,9}[.)、]?)[ \t]*)?(?:$|[`~`])/.test(line);
    if (fresh && line.length <= STRUCTURE_LIMIT && (mayBeFence || this.#fence.quoted))
      return { mode: this, rest: line };
    const keep = line.endsWith("\r") ? line.length - 1 : line.length;
    if (keep > 0) out.push(prose(line.slice(0, keep)));
    return { mode: this, rest: line.slice(keep) };
  }

  end(): Next {
    return { mode: this.#after(), rest: "" };
  }
}
