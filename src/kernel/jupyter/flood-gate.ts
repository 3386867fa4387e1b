/** What a Python may send at once, whatever it is: several times what a cell may show. */
const BURST_BYTES = 256 * 1024 * 1024;
const BYTES_PER_MS = 1024;
/** What a message costs beside its bytes: very many small ones are a flood too. */
const MESSAGE_BYTES = 2048;

/** Measures what one Python sends, also outside of cells and in messages that nobody asked for. */
export class FloodGate {
  readonly #now: () => number;
  #sent = 0;
  #at: number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#at = now();
  }

  /**
   * Counts one message.
   * @returns whether it has sent more than it may; it may then send as much again
   */
  passed(bytes: number): boolean {
    const now = this.#now();
    this.#sent = Math.max(0, this.#sent - (now - this.#at) * BYTES_PER_MS) + bytes + MESSAGE_BYTES;
    this.#at = now;
    if (this.#sent <= BURST_BYTES) return false;
    this.#sent = 0;
    return true;
  }
}
