/** What can go wrong with one call. */
export type Fault =
  /** The connection breaks before Slack has heard the call. */
  | { readonly kind: "request-lost" }
  /** Slack does what it was asked, and the connection breaks before it can say so. */
  | { readonly kind: "answer-lost" }
  | { readonly kind: "refused"; readonly error: string }
  | { readonly kind: "limited"; readonly retryAfterSeconds: number }
  | { readonly kind: "broken"; readonly status: number }
  /** Slack hears the call only when the promise resolves. */
  | { readonly kind: "held"; readonly until: Promise<void> };

interface Planned {
  readonly method: string;
  readonly fault: Fault;
  times: number;
}

/** The faults that tests planned for calls to come; "*" is every method. */
export class Faults {
  #planned: Planned[] = [];

  plan(method: string, fault: Fault, times = 1): void {
    this.#planned.push({ method, fault, times });
  }

  /** Holds all calls, or one method's, until the returned function is called. */
  hold(method = "*"): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    const planned: Planned = { method, fault: { kind: "held", until: promise }, times: Number.POSITIVE_INFINITY };
    this.#planned.push(planned);
    return () => {
      this.#planned = this.#planned.filter((other) => other !== planned);
      resolve();
    };
  }

  /** Forgets what was planned and did not happen. */
  clear(): void {
    this.#planned = [];
  }

  /** The faults of the call that came now; each is used up by it. */
  take(method: string): readonly Fault[] {
    const taken = this.#planned.filter((planned) => planned.method === method || planned.method === "*");
    const held = taken.filter(({ fault }) => fault.kind === "held");
    const first = taken.find(({ fault }) => fault.kind !== "held");
    if (first !== undefined) first.times--;
    this.#planned = this.#planned.filter(({ times }) => times > 0);
    return [...held, ...(first === undefined ? [] : [first])].map(({ fault }) => fault);
  }
}
