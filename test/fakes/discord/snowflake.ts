const epoch = 1_420_070_400_000n;

/** Discord's ids: the time in the upper bits, and always larger than every earlier one. */
export class Snowflakes {
  readonly #now: () => number;
  #last = 0n;

  constructor(now: () => number) {
    this.#now = now;
  }

  next(): string {
    const fresh = (BigInt(this.#now()) - epoch) << 22n;
    this.#last = fresh > this.#last ? fresh : this.#last + 1n;
    return `${this.#last}`;
  }
}
