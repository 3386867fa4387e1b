import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** A real server of a test's own, on a free port of the loopback. */
export interface TestServer extends AsyncDisposable {
  /** The address of a store on it, with a password. */
  readonly location: string;
  readonly port: number;
  /** Ends the process of the server at once, without an orderly end. */
  kill(): Promise<void>;
  /** Starts it again on what it kept, at the same port; resolves when it answers. */
  start(): Promise<void>;
  /** Sends a signal to the server's process. */
  signal(name: NodeJS.Signals): void;
}

/** Where a program is; undefined when it is not installed. */
export function programIn(folders: readonly string[], name: string): string | undefined {
  const path = (process.env["PATH"] ?? "").split(delimiter);
  return [...folders, ...path].map((folder) => join(folder, name)).find((file) => existsSync(file));
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== "object" || address === null) throw new Error("Expected a port to listen on.");
  return address.port;
}

/** One process of a server, which can be ended and started again. */
export class ServerProcess {
  readonly #command: readonly [file: string, ...args: string[]];
  readonly #options: SpawnOptions;
  readonly #answers: () => Promise<boolean>;
  #child: ChildProcess | undefined;
  #said = "";

  constructor(
    command: readonly [file: string, ...args: string[]],
    options: SpawnOptions,
    answers: () => Promise<boolean>,
  ) {
    this.#command = command;
    this.#options = options;
    this.#answers = answers;
  }

  async start(): Promise<void> {
    const [file, ...args] = this.#command;
    const child = spawn(file, args, { ...this.#options, stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (data) => (this.#said += String(data)));
    const giveUpAt = Date.now() + 30_000;
    while (!(await this.#answers().catch(() => false))) {
      if (child.exitCode !== null || Date.now() > giveUpAt) throw new Error(`${file} did not start:\n${this.#said}`);
      await wait(20);
    }
  }

  signal(name: NodeJS.Signals): void {
    this.#child?.kill(name);
  }

  async end(name: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(name);
    await ended;
  }
}
