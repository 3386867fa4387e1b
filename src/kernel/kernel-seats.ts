import { Failure } from "../failure.ts";

/** How many Pythons may be up. */
export interface KernelLimits {
  /** On this machine, of all people together. */
  readonly kernels: number;
  /** Of the threads that one person opened. */
  readonly kernelsPerPerson: number;
}

/** A thread as the bounds on Pythons see it. */
export interface Sitter {
  /** Who opened the thread; undefined where that is nobody's. */
  readonly owner: string | undefined;
  /** "empty" while no Python is up or starting, "busy" while a cell of its runs or waits. */
  readonly use: "empty" | "idle" | "busy";
  /** When a cell of its ended last, by one clock for all. */
  readonly usedAt: number;
  /** Ends its Python; it is "empty" from the call on. */
  restart(): Promise<void>;
}

/** Keeps the number of Pythons within bounds: the one that was idle longest makes way, and none in use does. */
export class KernelSeats {
  readonly #limits: KernelLimits;
  readonly #sitters = new Set<Sitter>();

  constructor(limits: KernelLimits) {
    this.#limits = limits;
  }

  add(sitter: Sitter): void {
    this.#sitters.add(sitter);
  }

  delete(sitter: Sitter): void {
    this.#sitters.delete(sitter);
  }

  /**
   * Makes room for one more Python. The newcomer must no longer be "empty" when the call returns its promise.
   * @throws {Failure} `own-kernels-busy`, `kernels-busy`
   */
  async makeRoom(newcomer: Sitter): Promise<void> {
    const seated = [...this.#sitters].filter((sitter) => sitter !== newcomer && sitter.use !== "empty");
    const own = seated.filter(({ owner }) => owner !== undefined && owner === newcomer.owner);
    const { kernels, kernelsPerPerson } = this.#limits;
    const ofOwn =
      own.length < kernelsPerPerson ? [] : [idleLongest(own) ?? refuse("own-kernels-busy", kernelsPerPerson)];
    const others = seated.filter((sitter) => !ofOwn.includes(sitter));
    const ofAll = others.length < kernels ? [] : [idleLongest(others) ?? refuse("kernels-busy", kernels)];
    await Promise.all([...ofOwn, ...ofAll].map((sitter) => sitter.restart()));
  }
}

function idleLongest(sitters: readonly Sitter[]): Sitter | undefined {
  return sitters.filter(({ use }) => use === "idle").toSorted((a, b) => a.usedAt - b.usedAt)[0];
}

function refuse(code: "own-kernels-busy" | "kernels-busy", limit: number): never {
  const message = `Expected at most ${limit} Pythons at once, and all of them are in use: wait for one, or stop one.`;
  throw new Failure(code, message, { facts: { limit } });
}
