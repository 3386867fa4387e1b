import type { Readable, Writable } from "node:stream";
import type { Person } from "../../core/adapter.ts";
import type { ThreadId } from "../../core/ids.ts";
import type { Blobs } from "../../core/store/blobs.ts";
import type { Clock } from "./clock.ts";
import type { TerminalOutput } from "./terminal/screen.ts";

interface TerminalInput extends Readable {
  readonly isTTY?: boolean;
  setRawMode?(on: boolean): unknown;
}

export interface ConsoleOptions {
  readonly input: TerminalInput;
  /** A terminal is drawn on when it and the input are both one. */
  readonly output: TerminalOutput & { readonly isTTY?: boolean };
  readonly errors: Writable;
  readonly blobs: Blobs;
  /** The thread that messages go to; `next` makes a fresh one the current one. */
  readonly threads: { current(): ThreadId; next(): Promise<ThreadId> };
  readonly person: Person;
  readonly dataFolder: string;
  /** From which paths are shown. */
  readonly workingFolder: string;
  /** Of which TERM, TERM_PROGRAM, COLORTERM, NO_COLOR, TMUX and KITTY_WINDOW_ID are looked at. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Called when the person leaves by Ctrl-C. */
  readonly leave: () => void;
}
