import type { KernelHost, KernelSession } from "../../kernel/session.ts";
import type { Meter } from "../meter.ts";
import { WatchedSession } from "./watched-session.ts";

/** Kernels whose cells, starts and deaths are counted. */
export class WatchedKernels implements KernelHost {
  readonly #host: KernelHost;
  readonly #meter: Meter;
  readonly #now: () => number;
  readonly #sessions = new Map<KernelSession, WatchedSession>();

  constructor(host: KernelHost, meter: Meter, now: () => number) {
    this.#host = host;
    this.#meter = meter;
    this.#now = now;
  }

  /** How many Pythons are up. */
  get up(): number {
    return [...this.#sessions.values()].filter(({ alive }) => alive).length;
  }

  open(folder: string, lives: number, owner?: string): KernelSession {
    const session = this.#host.open(folder, lives, owner);
    const known = this.#sessions.get(session);
    if (known !== undefined) return known;
    const watched = new WatchedSession(session, this.#meter, this.#now, () => this.#sessions.delete(session));
    this.#sessions.set(session, watched);
    return watched;
  }

  warm(): void {
    this.#host.warm();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#host[Symbol.asyncDispose]();
  }
}
