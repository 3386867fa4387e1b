import type { CellOutput, KernelPicture } from "./session.ts";

type Output = CellOutput<KernelPicture>;

/** What a display costs at least, so that their number is bounded too. */
const LEAST = 64;

/**
 * Bounds the text that a cell shows: a head at once, then a tail at the cell's end, with a count of what was dropped
 * between. Figures are never dropped here; those after the head come with the tail, in their place.
 */
export class OutputBudget {
  readonly #headCharacters: number;
  readonly #tailCharacters: number;
  #head = 0;
  #tail: Output[] = [];
  #tailSize = 0;
  #full = false;
  #omitted = 0;

  constructor(outputCharacters: number) {
    this.#headCharacters = Math.floor((outputCharacters * 3) / 4);
    this.#tailCharacters = outputCharacters - this.#headCharacters;
  }

  /** @returns what may be shown now. */
  add(output: Output): readonly Output[] {
    switch (output.kind) {
      case "cleared":
        this.#startAgain();
        return [output];
      case "replaced":
        return this.#replaceInTail(output) ? [] : [output];
      case "omitted":
        this.#omitted += output.characters;
        this.#full = true;
        return [];
      case "stream":
        return this.#full ? this.#keep(output) : this.#show(output);
      case "display":
      case "error":
        if (this.#full || this.#head + cost(output) > this.#headCharacters) return this.#keep(output);
        this.#head += cost(output);
        return [output];
      default:
        return output satisfies never;
    }
  }

  /** @returns what is left to show at the cell's end. */
  end(): readonly Output[] {
    const left = this.#tail;
    const omitted: readonly Output[] = this.#omitted === 0 ? [] : [{ kind: "omitted", characters: this.#omitted }];
    this.#startAgain();
    return [...omitted, ...left];
  }

  #show(output: Extract<Output, { kind: "stream" }>): readonly Output[] {
    const room = this.#headCharacters - this.#head;
    if (output.text.length <= room) {
      this.#head += output.text.length;
      return [output];
    }
    const at = safeCut(output.text, room);
    this.#head = this.#headCharacters;
    this.#keep({ ...output, text: output.text.slice(at) });
    return at === 0 ? [] : [{ ...output, text: output.text.slice(0, at) }];
  }

  #keep(output: Output): readonly Output[] {
    this.#full = true;
    const last = this.#tail.at(-1);
    if (output.kind === "stream" && last?.kind === "stream" && last.stream === output.stream) {
      this.#tail[this.#tail.length - 1] = { ...last, text: last.text + output.text };
    } else this.#tail.push(output);
    this.#tailSize += cost(output);
    if (this.#tailSize > this.#tailCharacters) this.#trim();
    return [];
  }

  #trim(): void {
    const kept: Output[] = [];
    for (const [at, output] of this.#tail.entries()) {
      const excess = this.#tailSize - this.#tailCharacters;
      if (excess <= 0) {
        kept.push(...this.#tail.slice(at));
        break;
      }
      if (output.kind === "display" && output.shown.picture !== undefined) kept.push(output);
      else if (output.kind === "stream" && output.text.length > excess) kept.push(this.#shorten(output, excess));
      else this.#drop(output);
    }
    this.#tail = kept;
  }

  #shorten(output: Extract<Output, { kind: "stream" }>, excess: number): Output {
    const at = safeCut(output.text, excess);
    this.#omitted += at;
    this.#tailSize -= at;
    return { ...output, text: output.text.slice(at) };
  }

  #drop(output: Output): void {
    this.#omitted += characters(output);
    this.#tailSize -= cost(output);
  }

  #replaceInTail(update: Extract<Output, { kind: "replaced" }>): boolean {
    const at = this.#tail.findLastIndex((output) => output.kind === "display" && output.display === update.display);
    const before = this.#tail[at];
    if (before?.kind !== "display") return false;
    this.#tail[at] = { ...before, shown: update.shown };
    return true;
  }

  #startAgain(): void {
    this.#head = 0;
    this.#tail = [];
    this.#tailSize = 0;
    this.#full = false;
    this.#omitted = 0;
  }
}

/** Pictures are counted elsewhere and cost nothing here. */
function cost(output: Output): number {
  if (output.kind === "stream") return output.text.length;
  if (output.kind === "display" && output.shown.picture !== undefined) return 0;
  return Math.max(LEAST, characters(output));
}

/** Characters of text, without those of a richer form of the same. */
function characters(output: Output): number {
  switch (output.kind) {
    case "stream":
      return output.text.length;
    case "error":
      return output.traceback.length;
    case "display":
    case "replaced":
      return output.shown.text?.length ?? output.shown.markdown?.length ?? output.shown.html?.length ?? 0;
    case "cleared":
    case "omitted":
      return 0;
    default:
      return output satisfies never;
  }
}

/** A place at or before `at` that does not cut a character in two. */
function safeCut(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return at > 0 && unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}
