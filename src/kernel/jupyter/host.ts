import { AsyncResource } from "node:async_hooks";
import { resolve } from "node:path";
import { WaitingLine } from "../../waiting-line.ts";
import { ThreadFolder } from "../files/thread-folder.ts";
import { type KernelLimits, KernelSeats } from "../kernel-seats.ts";
import type { CellLimits, FolderLimits, KernelHost } from "../session.ts";
import { quietConsole } from "./quiet-console.ts";
import { SupervisedServer } from "./server.ts";
import type { ServerOptions } from "./server-process.ts";
import { JupyterSession } from "./session.ts";

export interface JupyterHostOptions extends ServerOptions {
  /** The folder in which each thread gets its own. */
  readonly threadsFolder: string;
  readonly limits: CellLimits;
  readonly folderLimits: FolderLimits;
  readonly kernelLimits: KernelLimits;
  /** How many cells may run at once, of all threads together. */
  readonly cellsAtOnce: number;
}

/** Kernels on a Jupyter server of the bot's own, over a unix socket; nothing of them outlives the bot. */
export class JupyterHost implements KernelHost {
  readonly #options: JupyterHostOptions;
  readonly #server: SupervisedServer;
  readonly #queue: WaitingLine;
  readonly #seats: KernelSeats;
  readonly #sessions = new Map<string, JupyterSession>();
  readonly #quiet: Disposable;

  constructor(options: JupyterHostOptions) {
    this.#options = options;
    this.#queue = new WaitingLine(options.cellsAtOnce);
    this.#seats = new KernelSeats(options.kernelLimits);
    // What the server of all says belongs to none of those whose cells it runs, whichever one started it.
    this.#server = new SupervisedServer({ ...options, log: AsyncResource.bind(options.log) });
    this.#quiet = quietConsole(options.log);
  }

  open(folder: string, lives: number, owner?: string): JupyterSession {
    const open = this.#sessions.get(folder);
    if (open !== undefined) return open;
    if (!/^[\w-][\w.-]*$/.test(folder)) {
      throw new Error(`Expected a folder's name of letters, digits, "_", "-" and ".", got '${folder}'.`);
    }
    const { threadsFolder, limits, folderLimits, log } = this.#options;
    const forget = () => this.#sessions.delete(folder);
    const place = new ThreadFolder(resolve(threadsFolder, folder), folderLimits);
    const session = new JupyterSession({
      server: this.#server,
      queue: this.#queue,
      seats: this.#seats,
      owner,
      folder: place,
      lives,
      limits,
      log,
      forget,
    });
    this.#sessions.set(folder, session);
    return session;
  }

  warm(): void {
    this.#server
      .up()
      .catch((error: unknown) => this.#options.log(`the Jupyter server is not up yet: ${String(error)}`));
  }

  /**
   * Resolves while the server is up, starting one where none is.
   * @throws {Failure} `python-missing` or `kernel-not-started`
   */
  async ready(): Promise<void> {
    await this.#server.up();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // The server takes its kernels with it, faster than each would end by itself.
    const sessions = [...this.#sessions.values()].map((session) => session[Symbol.asyncDispose]());
    await Promise.all([this.#server[Symbol.asyncDispose](), ...sessions]);
    this.#quiet[Symbol.dispose]();
  }
}
