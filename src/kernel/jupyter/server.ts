import { Failure } from "../../failure.ts";
import { type ServerOptions, ServerProcess } from "./server-process.ts";

const CRASH_WINDOW_MS = 60_000;
const CRASH_LIMIT = 5;
const FIRST_PAUSE_MS = 100;

/** Keeps a Jupyter server up: starts one when it is asked for, and another after a crash, but not for ever. */
export class SupervisedServer implements AsyncDisposable {
  readonly #options: ServerOptions;
  readonly #now: () => number;
  #process: Promise<ServerProcess> | undefined;
  /** When the servers of late ended unasked or did not start, oldest first. */
  #crashes: readonly number[] = [];
  #disposed = false;

  constructor(options: ServerOptions, now: () => number = () => performance.now()) {
    this.#options = options;
    this.#now = now;
  }

  /** @throws {Failure} `python-missing` or `kernel-not-started` */
  up(): Promise<ServerProcess> {
    if (this.#disposed)
      return Promise.reject(new Error("Expected an open kernel host, this one is disposed: make another."));
    if (this.#process !== undefined) return this.#process;
    const starting = this.#start();
    this.#process = starting;
    starting.then(
      (server) => server.gone.addEventListener("abort", () => this.#ended(starting)),
      () => this.#ended(starting),
    );
    return starting;
  }

  async #start(): Promise<ServerProcess> {
    const since = this.#now() - CRASH_WINDOW_MS;
    this.#crashes = this.#crashes.filter((at) => at > since);
    const crashes = this.#crashes.length;
    if (crashes >= CRASH_LIMIT) throw tooOften(crashes);
    if (crashes > 0) await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** (crashes - 1)));
    return ServerProcess.start(this.#options);
  }

  #ended(process: Promise<ServerProcess>): void {
    if (this.#disposed || this.#process !== process) return;
    this.#process = undefined;
    this.#crashes = [...this.#crashes, this.#now()];
    this.#options.log("the Jupyter server has ended; the next cell starts another");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    const server = await this.#process?.catch(() => undefined);
    await server?.[Symbol.asyncDispose]();
  }
}

function tooOften(crashes: number): Failure {
  const message = `Expected the Jupyter server to stay up, but it ended ${crashes} times within a minute: its messages are in the log.`;
  return new Failure("kernel-not-started", message);
}
