import { PassThrough, Writable } from "node:stream";
import { systemClock } from "../../src/adapters/console/clock.ts";
import { ConsoleAdapter } from "../../src/adapters/console/console-adapter.ts";
import type { ConsoleOptions } from "../../src/adapters/console/console-options.ts";
import { personId, threadId } from "../../src/core/ids.ts";

/** Keeps what is written, and says it is a terminal of a given size where told so. */
export class Written extends Writable {
  readonly isTTY: boolean;
  columns: number;
  rows: number;
  text = "";

  constructor(isTTY: boolean, columns = 80, rows = 24) {
    super({ decodeStrings: false });
    this.isTTY = isTTY;
    this.columns = columns;
    this.rows = rows;
  }

  #held: Promise<void> = Promise.resolve();
  #holding = false;

  /** Takes nothing more until the returned function is called. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    [this.#held, this.#holding] = [promise, true];
    return () => {
      this.#holding = false;
      resolve();
    };
  }

  override _write(chunk: unknown, _encoding: string, done: (error?: Error | null) => void): void {
    const take = () => {
      this.text += String(chunk);
      done();
    };
    if (this.#holding) void this.#held.then(take);
    else take();
  }
}

/** Keys that a person presses; no terminal unless told so. */
class Keys extends PassThrough {
  readonly isTTY: boolean;
  raw = false;

  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }

  setRawMode(on: boolean): this {
    this.raw = on;
    return this;
  }
}

export interface ConsoleBench {
  readonly adapter: ConsoleAdapter;
  readonly input: Keys;
  readonly output: Written;
  readonly errors: Written;
  readonly left: () => number;
}

/** A console adapter on streams in memory; threads count from 1. */
export function consoleOn(isTTY: boolean, dataFolder: string, rest: Partial<ConsoleOptions> = {}): ConsoleBench {
  const [input, output, errors] = [new Keys(isTTY), new Written(isTTY), new Written(false)];
  let thread = 1;
  let left = 0;
  const adapter = new ConsoleAdapter({
    input,
    output,
    errors,
    blobs: {
      put: () => Promise.reject(new Error("the terminal keeps no blobs")),
      get: async () => undefined,
    },
    threads: { current: () => threadId("console", `${thread}`), next: async () => threadId("console", `${++thread}`) },
    person: { id: personId("console", "me"), name: "me", language: "en", standing: "member" },
    dataFolder,
    workingFolder: dataFolder,
    environment: { TERM: "xterm-256color" },
    clock: systemClock,
    leave: () => left++,
    ...rest,
  });
  return { adapter, input, output, errors, left: () => left };
}
