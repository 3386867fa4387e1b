import type { KernelMessage } from "./messages.ts";

/** Why a Python is gone: of itself, by one of its bounds, with its host, or because the bot ended it. */
export type Fall = "kernel-died" | "out-of-memory" | "folder-overfull" | "host-gone" | "ended";

/** Hears what becomes of one cell. */
export interface CellListener {
  /** Whether the cell has ended, so that nothing more is its own. */
  readonly isOver: boolean;
  received(message: KernelMessage): void;
  /** The cell ended, but the kernel's own word of it was lost; `ok` is what the kernel remembers. */
  endedUnheard(ok: boolean): void;
  /** Output of at least so many characters was lost. */
  lostOutput(characters: number): void;
  fell(why: Fall): void;
}

/** One life of a thread's Python, which may be gone at any time: `fell` then comes once, also to a later `execute`. */
export interface PythonLife {
  readonly generation: number;
  /** Runs a cell; the one before must have ended. */
  execute(code: string, listener: CellListener): void;
  /** Raises KeyboardInterrupt in the running cell; settles when that was delivered or could not be. */
  interrupt(): Promise<void>;
  /** Takes no more output until `resume`. */
  pause(): void;
  resume(): void;
  /** Takes, to the end of the cell, little of what it prints on; `lostOutput` tells how much is dropped. */
  skim(): void;
  /** Ends this Python now; resolves when it is gone. */
  end(): Promise<void>;
}
