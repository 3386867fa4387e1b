const NUMBER_BYTES = 8;
/** Where a message's header stands among its offsets, behind their count and the channel's. */
const HEADER = 2;
const PRINTED = /"msg_type": ?"stream"/;

/**
 * Lets messages of the v1 kernel websocket protocol pass, until it is closed: then, of printed text that comes in a
 * row, the last piece alone, and without reading any of it.
 */
export class Sieve {
  readonly #lost: (bytes: number) => void;
  #closed = false;
  #last: ArrayBuffer | undefined;

  /** @param lost is told the size of what was dropped */
  constructor(lost: (bytes: number) => void) {
    this.#lost = lost;
  }

  close(): void {
    this.#closed = true;
  }

  open(): void {
    this.#closed = false;
    this.#last = undefined;
  }

  /** @returns what passes, now that this message has come */
  take(message: unknown): readonly unknown[] {
    if (!this.#closed) return [message];
    const before = this.#last;
    this.#last = message instanceof ArrayBuffer && isPrinted(message) ? message : undefined;
    if (this.#last === undefined) return before === undefined ? [message] : [before, message];
    if (before !== undefined) this.#lost(before.byteLength);
    return [];
  }
}

function isPrinted(message: ArrayBuffer): boolean {
  const view = new DataView(message);
  const from = offset(view, HEADER);
  const to = offset(view, HEADER + 1);
  return to > from && to <= message.byteLength && PRINTED.test(Buffer.from(message, from, to - from).toString());
}

function offset(view: DataView, index: number): number {
  const at = index * NUMBER_BYTES;
  return at + NUMBER_BYTES <= view.byteLength ? Number(view.getBigUint64(at, true)) : 0;
}
