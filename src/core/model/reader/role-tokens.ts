/** Tokens with which templates divide a dialog: no model means them as words. */
const NAMES = (
  "user assistant system observation tool endoftext im_start im_end eot_id eom_id start_header_id end_header_id " +
  "begin_of_text end_of_text end endofprompt EOT"
).split(" ");
const TOKENS = NAMES.map((name) => `<|${name}|>`);
const LONGEST = Math.max(...TOKENS.map((token) => token.length));
const TOKEN = new RegExp(`<\\|(?:${NAMES.join("|")})\\|>`);
const OPENS_ANSWER = /^(\s*)<\|assistant\|>/;

/** Ends an answer at the first role token that the server failed to stop at, also when pieces cut the token. */
export class UntilRoleToken {
  #held = "";
  #begun = false;
  #over = false;

  /** Whether the answer ended at a role token; what follows is not the model's answer. */
  get over(): boolean {
    return this.#over;
  }

  /** @returns what is certainly the answer's */
  take(piece: string): string {
    if (this.#over) return "";
    const text = this.#withoutOpening(this.#held + piece);
    const token = TOKEN.exec(text);
    if (token) {
      this.#over = true;
      this.#held = "";
      return text.slice(0, token.index);
    }
    const keep = tokenHead(text);
    this.#held = text.slice(keep);
    if (text.slice(0, keep).trim()) this.#begun = true;
    return text.slice(0, keep);
  }

  /** @returns what was held back, now that no more comes */
  rest(): string {
    const held = this.#held;
    this.#held = "";
    return held;
  }

  /** Some servers open the answer with the role that the prompt ended with. */
  #withoutOpening(text: string): string {
    return this.#begun ? text : text.replace(OPENS_ANSWER, "$1");
  }
}

/** Where a token may have begun at the end of the text; the text's length when none has. */
function tokenHead(text: string): number {
  const at = text.lastIndexOf("<");
  if (at < 0 || text.length - at >= LONGEST) return text.length;
  const head = text.slice(at);
  return TOKENS.some((token) => token.startsWith(head)) ? at : text.length;
}
