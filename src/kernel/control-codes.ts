type State = "text" | "escape" | "between" | "sequence" | "string" | "string-escape";

const CODES = /[\0-\x07\x0b\x0c\x0e-\x1f\x7f-\x9f]/;

/**
 * Takes terminal control codes out of a text that comes in pieces; a code may be cut anywhere between two of them.
 * Of control characters `\n`, `\t`, `\r` and `\b` stay. Grammar: ECMA-48 5.4 (sequences) and 5.6 (control strings).
 */
export class ControlCodes {
  #state: State = "text";

  strip(piece: string): string {
    if (this.#state === "text" && !CODES.test(piece)) return piece;
    let kept = "";
    let from = 0;
    for (let at = 0; at < piece.length; at++) {
      const keep = this.#read(piece.charCodeAt(at));
      if (keep) continue;
      kept += piece.slice(from, at);
      from = at + 1;
    }
    return kept + piece.slice(from);
  }

  /** @returns whether the character is text. */
  #read(code: number): boolean {
    if (this.#state === "text") return this.#readText(code);
    if (this.#state === "string-escape") return this.#readStringEscape(code);
    if (this.#state === "string") return this.#readString(code);
    return this.#readSequence(code);
  }

  #readText(code: number): boolean {
    this.#state = opened(code);
    if (this.#state !== "text") return false;
    return isMoving(code) || (code >= 0x20 && code < 0x7f) || code > 0x9f;
  }

  #readSequence(code: number): boolean {
    if (code < 0x20 || code >= 0x7f) return this.#leave(code);
    if (this.#state === "escape") this.#state = afterEscape(code);
    else if (this.#state === "between") this.#state = code < 0x30 ? "between" : "text";
    else this.#state = code < 0x40 ? "sequence" : "text";
    return false;
  }

  /** A control string that nothing ends would swallow all that follows: a new line ends it too. */
  #readString(code: number): boolean {
    if (code === 0x0a) return this.#leave(code);
    if (code === 0x1b) this.#state = "string-escape";
    else if (code === 0x07 || code === 0x18 || code === 0x1a || code === 0x9c) this.#state = "text";
    return false;
  }

  #readStringEscape(code: number): boolean {
    this.#state = code === 0x5c ? "text" : "escape";
    return code !== 0x5c && this.#readSequence(code);
  }

  #leave(code: number): boolean {
    this.#state = "text";
    return this.#readText(code);
  }
}

/** Takes terminal control codes out of a text that is whole. */
export function withoutControlCodes(text: string): string {
  return new ControlCodes().strip(text);
}

function opened(code: number): State {
  if (code === 0x1b) return "escape";
  if (code === 0x9b) return "sequence";
  return code === 0x90 || code === 0x98 || code === 0x9d || code === 0x9e || code === 0x9f ? "string" : "text";
}

function afterEscape(code: number): State {
  if (code === 0x5b) return "sequence";
  if (code === 0x5d || code === 0x50 || code === 0x58 || code === 0x5e || code === 0x5f) return "string";
  return code < 0x30 ? "between" : "text";
}

function isMoving(code: number): boolean {
  return code === 0x0a || code === 0x09 || code === 0x0d || code === 0x08;
}
