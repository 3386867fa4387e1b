/** How many are ahead of who waits; 0 at the end of a wait. */
export interface Queued {
  readonly kind: "queued";
  readonly ahead: number;
}

interface Waiter {
  readonly owner: string;
  admitted: boolean;
  ahead: number;
  /** Something changed for it: its place in the line, or that it has its turn. */
  moved: PromiseWithResolvers<void>;
}

/**
 * Lets so many at once have something that is scarce. The others wait: first goes whoever's owner has the least of it,
 * then whoever's had it the longest ago, then who came first. With one owner for all it is a plain queue.
 */
export class WaitingLine {
  readonly #places: number;
  readonly #taken = new Map<string, number>();
  /** When each owner was last admitted, by the count of admissions; only while somebody waits. */
  readonly #served = new Map<string, number>();
  #admissions = 0;
  #running = 0;
  /** Who came first stands first. */
  readonly #waiting: Waiter[] = [];

  constructor(places: number) {
    this.#places = places;
  }

  /** How many wait now. */
  get length(): number {
    return this.#waiting.length;
  }

  /**
   * Waits for a place, telling how many are ahead whenever that changes, and 0 at the end of a wait.
   * @returns the place, to be given back; undefined when the signal aborted first
   */
  async *enter(owner: string, signal: AbortSignal): AsyncGenerator<Queued, Disposable | undefined, undefined> {
    const waiter: Waiter = { owner, admitted: false, ahead: 0, moved: Promise.withResolvers() };
    this.#waiting.push(waiter);
    this.#admit();
    const abort = () => waiter.moved.resolve();
    signal.addEventListener("abort", abort);
    let given: Disposable | undefined;
    try {
      const waits = !waiter.admitted;
      if (waits) yield* wait(waiter, signal);
      if (signal.aborted) return undefined;
      if (waits) yield { kind: "queued", ahead: 0 };
      given = this.#place(waiter);
      return given;
    } finally {
      signal.removeEventListener("abort", abort);
      if (given === undefined) this.#giveUp(waiter);
    }
  }

  #place(waiter: Waiter): Disposable {
    let taken = true;
    return {
      [Symbol.dispose]: () => {
        if (taken) this.#leave(waiter);
        taken = false;
      },
    };
  }

  #giveUp(waiter: Waiter): void {
    if (waiter.admitted) return this.#leave(waiter);
    this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
    this.#tell();
  }

  #leave({ owner }: Waiter): void {
    this.#running -= 1;
    if (this.#waiting.length === 0) this.#served.clear();
    const left = (this.#taken.get(owner) ?? 0) - 1;
    if (left > 0) this.#taken.set(owner, left);
    else this.#taken.delete(owner);
    this.#admit();
  }

  #admit(): void {
    while (this.#running < this.#places) {
      const next = this.#inTurn()[0];
      if (next === undefined) break;
      this.#waiting.splice(this.#waiting.indexOf(next), 1);
      this.#running += 1;
      this.#taken.set(next.owner, (this.#taken.get(next.owner) ?? 0) + 1);
      this.#served.set(next.owner, ++this.#admissions);
      next.admitted = true;
      next.moved.resolve();
    }
    this.#tell();
  }

  #tell(): void {
    for (const [at, waiter] of this.#inTurn().entries()) {
      if (isOldNews(waiter.ahead, at + 1)) continue;
      waiter.ahead = at + 1;
      waiter.moved.resolve();
    }
  }

  /** In the order in which they will be admitted, if nobody else comes. */
  #inTurn(): readonly Waiter[] {
    const taken = new Map(this.#taken);
    const ranked = this.#waiting.map((waiter) => {
      const before = taken.get(waiter.owner) ?? 0;
      taken.set(waiter.owner, before + 1);
      return { waiter, before };
    });
    const served = ({ owner }: Waiter) => this.#served.get(owner) ?? 0;
    return ranked
      .toSorted((one, other) => one.before - other.before || served(one.waiter) - served(other.waiter))
      .map(({ waiter }) => waiter);
  }
}

/** Far back in a long line a place more or less is not worth telling. */
function isOldNews(told: number, ahead: number): boolean {
  return told === ahead || (ahead > 10 && ahead < told && ahead > told * 0.8);
}

async function* wait(waiter: Waiter, signal: AbortSignal): AsyncGenerator<Queued, void, undefined> {
  let told = 0;
  while (!waiter.admitted && !signal.aborted) {
    const { ahead } = waiter;
    if (ahead !== told) yield { kind: "queued", ahead };
    told = ahead;
    if (waiter.admitted || signal.aborted) return;
    await waiter.moved.promise;
    waiter.moved = Promise.withResolvers();
  }
}
