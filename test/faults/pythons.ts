import { Failure } from "../../src/failure.ts";
import { type CellScript, FakeKernelHost, type Scripted } from "../fakes/fake-kernel.ts";
import { pretendPython } from "../fakes/pretend-python.ts";

/** What can happen to a Python: it, or the host of them all, dies in a cell or between two; it does not start. */
export const pythonFaults = ["kernel-died", "host-gone", "out-of-memory", "not-started", "idle-death"] as const;
export type PythonFault = (typeof pythonFaults)[number];

/** Pretended Pythons that fail as planned. */
export class Pythons {
  readonly #planned: PythonFault[] = [];
  #hosts: FakeKernelHost[] = [];
  readonly #folders = new Set<string>();

  host(): FakeKernelHost {
    const host = new FakeKernelHost((...cell) => this.#run(...cell), { start: () => this.#start() });
    const open = host.open.bind(host);
    host.open = (folder, lives, owner) => {
      this.#folders.add(folder);
      return open(folder, lives, owner);
    };
    this.#hosts = [host];
    return host;
  }

  plan(fault: PythonFault): void {
    if (fault === "idle-death") this.#dieIdle();
    else this.#planned.push(fault);
  }

  calm(): void {
    this.#planned.length = 0;
  }

  /** Every Python ends that runs no cell. */
  #dieIdle(): void {
    for (const host of this.#hosts) {
      for (const folder of this.#folders) {
        const session = host.open(folder, 0);
        if (session.use === "idle") void session.restart();
      }
    }
  }

  async #start(): Promise<void> {
    if (this.#planned[0] !== "not-started") return;
    this.#planned.shift();
    throw new Failure("kernel-not-started", "Python does not start, as the harness wants it.");
  }

  async *#run(...[code, signal, variables]: Parameters<CellScript>): AsyncGenerator<Scripted> {
    const fault = this.#planned[0];
    if (fault === undefined || fault === "not-started" || fault === "idle-death") {
      return yield* pretendPython(code, signal, variables);
    }
    this.#planned.shift();
    const [first] = code.split("\n");
    if (first !== undefined) yield* pretendPython(first, signal, variables);
    yield { kind: "ends", outcome: fault, kept: false };
  }
}
