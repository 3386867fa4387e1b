export type Fault =
  /** The connection breaks before Discord did anything. */
  | { readonly kind: "lost-request" }
  /** Discord does it, and the connection breaks before it has answered. */
  | { readonly kind: "lost-answer" }
  /** The connection breaks, and Discord does it once the promise has resolved. */
  | { readonly kind: "late"; readonly until: Promise<void> }
  /** Too much, by a limit that nobody was told of. */
  | { readonly kind: "limited" }
  /** Discord does it, and whatever stands before it answers that it took too long, such as with 504. */
  | { readonly kind: "done-and-failed"; readonly status: number }
  | { readonly kind: "refused"; readonly status: number; readonly code: number }
  /** Discord does it once the promise has resolved. */
  | { readonly kind: "delayed"; readonly until: Promise<void> };

/** What goes wrong on the way, as a test wants it. */
export class Faults {
  readonly #planned: { readonly route: RegExp; readonly fault: Fault; times: number }[] = [];
  #held: Promise<void> | undefined;

  /** @param route matched against such as `POST /channels/17/messages` */
  plan(route: RegExp, fault: Fault, times = 1): void {
    this.#planned.push({ route, fault, times });
  }

  /** What was planned and did not happen yet will not. */
  clear(): void {
    this.#planned.length = 0;
  }

  /** Nothing is taken until the returned function is called. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held = promise;
    return () => {
      this.#held = undefined;
      resolve();
    };
  }

  async next(route: string): Promise<Fault | undefined> {
    await this.#held;
    const plan = this.#planned.find((one) => one.times > 0 && one.route.test(route));
    if (plan === undefined) return undefined;
    plan.times--;
    if (plan.fault.kind === "delayed") await plan.fault.until;
    return plan.fault;
  }
}
