import { type ChildProcessByStdio, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { Failure } from "../../failure.ts";
import { UnixHttp } from "./unix-transport.ts";

export interface ServerOptions {
  /** The interpreter that has jupyter_server. */
  readonly python: string;
  /** The folder that holds the package `threadbook_kernel`. */
  readonly pythonPath: string;
  /** Where the server's sockets and files go while it runs, if its path is short enough for sockets. */
  readonly runtimeFolder: string;
  /** The bot's environment; of it the server and its kernels see the few names that Python needs. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: (line: string) => void;
  /** How kernels are sealed off from the machine; undefined where they have all rights of the bot. */
  readonly sealing: Sealing | undefined;
}

export interface Sealing {
  /** What is to stand in place of values of config/kernel-limits.json. */
  readonly limits: Readonly<Record<string, number>>;
  /** Kernels that stand ready before anyone asks for one. */
  readonly warmKernels: number;
}

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 2_000;
const SOCKET_PATH_BYTES = 107;
/** Such as `/rabcdef/kabcdefgh/kernel-UUID-ipc-5`. */
const SOCKET_NAME_BYTES = 70;
const INHERITED = ["PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "USER", "LOGNAME"] as const;

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** Where a Jupyter server listens. */
export interface Endpoint {
  readonly socketPath: string;
  readonly token: string;
  readonly fetch: UnixHttp["fetch"];
  /** Aborts when the server has ended, whatever ended it; its kernels are gone then. */
  readonly gone: AbortSignal;
}

/** A Jupyter server that listens, in a process of its own. */
export class ServerProcess implements Endpoint, AsyncDisposable {
  readonly socketPath: string;
  readonly token = randomBytes(24).toString("hex");
  readonly fetch: UnixHttp["fetch"];
  readonly gone: AbortSignal;
  readonly #child: Child;
  readonly #http: UnixHttp;
  readonly #gone = new AbortController();
  readonly #folder: string;
  readonly #log: (line: string) => void;

  private constructor(child: Child, folder: string, log: (line: string) => void) {
    this.#child = child;
    this.#folder = folder;
    this.#log = log;
    this.socketPath = join(folder, "s");
    this.#http = new UnixHttp(this.socketPath);
    this.fetch = this.#http.fetch;
    this.gone = this.#gone.signal;
    child.once("exit", () => void this.#leave());
  }

  /** @throws {Failure} `python-missing` or `kernel-not-started` */
  static async start(options: ServerOptions): Promise<ServerProcess> {
    const folder = await makeRuntime(options.runtimeFolder);
    const server = new ServerProcess(spawnServer(options), folder, options.log);
    try {
      await server.#order(options);
      return server;
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
  }

  async #order({ python, log, sealing }: ServerOptions): Promise<void> {
    createInterface({ input: this.#child.stderr }).on("line", log);
    this.#child.stdin.on("error", (error) => log(`the Jupyter server does not listen: ${error.message}`));
    const order = { socket: this.socketPath, token: this.token, runtime: this.#folder, ...sealed(sealing) };
    const ready = Promise.withResolvers<void>();
    const fail = (why: string, cause?: unknown) => ready.reject(notStarted(python, why, cause));
    const timer = setTimeout(() => fail(`was not ready within ${START_LIMIT_MS / 1000} s`), START_LIMIT_MS);
    this.#child.on("error", (error) => fail("could not be started", error));
    this.#child.on("exit", (code, signal) => fail(`ended with ${signal ?? `status ${code}`}`));
    createInterface({ input: this.#child.stdout }).on("line", (line) =>
      line === "ready" ? ready.resolve() : log(line),
    );
    this.#child.stdin.write(`${JSON.stringify(order)}\n`);
    await ready.promise.finally(() => clearTimeout(timer));
  }

  async #leave(): Promise<void> {
    this.#gone.abort();
    this.#http.close();
    // What the keeper's death ends may still write for a moment.
    const patient = { recursive: true, force: true, maxRetries: 5, retryDelay: 100 };
    await rm(this.#folder, patient).catch((error: unknown) => this.#log(String(error)));
  }

  /** Ends the server, its kernels and all that they started. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.pid === undefined) return this.#leave();
    const closed = this.gone.aborted ? undefined : once(this.gone, "abort");
    this.#child.stdin.end();
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), STOP_LIMIT_MS);
    await closed;
    clearTimeout(timer);
  }
}

/** Paths of unix sockets hold 107 bytes at most: where the bot's own folder is too deep, the system's short one serves. */
async function makeRuntime(wanted: string): Promise<string> {
  if (Buffer.byteLength(wanted) + SOCKET_NAME_BYTES > SOCKET_PATH_BYTES) return mkdtemp(join(tmpdir(), "threadbook-"));
  await mkdir(wanted, { recursive: true, mode: 0o700 });
  return mkdtemp(join(wanted, "r"));
}

// Whatever stands in a process's environment can be read by the kernels, which run as the same user.
function spawnServer({ python, pythonPath, environment }: ServerOptions): Child {
  const inherited = INHERITED.map((name) => [name, environment[name]]).filter(([, value]) => value !== undefined);
  const env = { ...Object.fromEntries(inherited), PYTHONPATH: pythonPath };
  return spawn(python, ["-m", "threadbook_kernel.server"], { env, stdio: ["pipe", "pipe", "pipe"] });
}

function sealed(sealing: Sealing | undefined): object {
  return sealing === undefined
    ? { sandbox: "off" }
    : { sandbox: "on", warm: sealing.warmKernels, limits: sealing.limits };
}

function notStarted(python: string, why: string, cause: unknown): Failure {
  const code =
    cause instanceof Error && "code" in cause && cause.code === "ENOENT" ? "python-missing" : "kernel-not-started";
  const message = `Expected the Jupyter server of ${python} to start, but it ${why}: its messages are in the log.`;
  return new Failure(code, message, { cause, facts: { python } });
}
