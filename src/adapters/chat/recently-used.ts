/** Values by keys, so many at most: the one that was asked for longest ago goes first. */
export class RecentlyUsed<Value> {
  readonly #most: number;
  readonly #stays: (value: Value) => boolean;
  /** In the order of their last use. */
  readonly #values = new Map<string, Value>();

  /** @param stays what never goes, though there are more then */
  constructor(most: number, stays: (value: Value) => boolean = () => false) {
    this.#most = most;
    this.#stays = stays;
  }

  get(key: string): Value | undefined {
    const value = this.#values.get(key);
    if (value !== undefined) this.#touch(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    this.#touch(key, value);
    for (const [oldest, kept] of this.#values) {
      if (this.#values.size <= this.#most) return;
      if (oldest !== key && !this.#stays(kept)) this.#values.delete(oldest);
    }
  }

  delete(key: string): void {
    this.#values.delete(key);
  }

  #touch(key: string, value: Value): void {
    this.#values.delete(key);
    this.#values.set(key, value);
  }
}
