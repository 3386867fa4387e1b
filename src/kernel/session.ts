/** Why a cell ended. */
export type CellOutcome = "ok" | "raised" | "interrupted" | "timed-out" | "out-of-memory" | "kernel-died" | "host-gone";

/** How a cell ended, and whether the variables of before are still there. */
export interface CellEnd {
  readonly outcome: CellOutcome;
  /** True when Python lived through the cell: its variables are as the cell left them. */
  readonly kept: boolean;
  /** The life of Python the cell ran in. */
  readonly generation: number;
  /** True when variables that were believed to be there had been lost before the cell began. */
  readonly lostBefore?: true;
  /** Why the bot itself interrupted the cell, or ended its Python, where it did. */
  readonly because?: "too-much-output" | "too-many-figures" | "folder-overfull";
}

/** A picture as the kernel made it. */
export interface KernelPicture {
  readonly mime: "image/png" | "image/jpeg" | "image/gif" | "image/webp";
  readonly bytes: Uint8Array;
  /** From titles and axis labels; absent where there are none. */
  readonly alt?: string;
}

/** One value shown, in every form that the kernel gave and the bot can use. */
export interface Shown<Picture> {
  readonly text?: string;
  readonly html?: string;
  readonly markdown?: string;
  readonly picture?: Picture;
}

/**
 * What a cell shows, in order. Text is free of terminal control codes; of control characters it holds `\n`, `\t`,
 * and the `\r` and `\b` of lines that move.
 */
export type CellOutput<Picture> =
  | { readonly kind: "stream"; readonly stream: "stdout" | "stderr"; readonly text: string }
  | { readonly kind: "display"; readonly display?: string; readonly result: boolean; readonly shown: Shown<Picture> }
  /** Replaces an earlier display, perhaps of an earlier cell. */
  | { readonly kind: "replaced"; readonly display: string; readonly shown: Shown<Picture> }
  /** All that this cell has shown so far goes; `clear_output(wait=True)` arrives just before what replaces it. */
  | { readonly kind: "cleared" }
  | { readonly kind: "error"; readonly name: string; readonly value: string; readonly traceback: string }
  /** Text that was counted and dropped between the head before this and the tail after it. */
  | { readonly kind: "omitted"; readonly characters: number };

export type CellEvent =
  /** Once, first, when Python takes the cell up; a Python that had to be started first is up by now. */
  | { readonly kind: "started"; readonly generation: number }
  | { readonly kind: "printed"; readonly output: CellOutput<KernelPicture> }
  /** Once, last, whatever happened. */
  | { readonly kind: "closed"; readonly end: CellEnd };

/** A variable as `/vars` shows it. */
export interface Variable {
  readonly name: string;
  readonly type: string;
  /** Shape or length, such as `(3, 4)`; absent where a type has none. */
  readonly shape?: string;
  readonly bytes?: number;
  readonly preview: string;
}

/** A look at a Python, running or idle, that does not disturb it. */
export interface Glimpse {
  readonly generation: number;
  readonly busy: boolean;
  /** Resident memory of the kernel's process. */
  readonly memoryBytes: number;
  readonly variables: readonly Variable[];
  /** Variables beyond the listed ones. */
  readonly more: number;
}

/** One live Python, owned by one thread. Cells run one at a time, in order. */
export interface KernelSession extends AsyncDisposable {
  /** Counts the lives of this thread's Python; a higher number means that variables of the lower one are gone. */
  readonly generation: number;
  /** Whether a Python is up: false before the first cell and after a death that no cell has followed yet. */
  readonly alive: boolean;
  /**
   * Runs a cell, starting Python when none is up. Aborting `signal` interrupts the cell and keeps the variables where
   * Python lets it; the end says what was kept.
   * @throws {Failure} `kernel-not-started` or `python-missing`, before "started" only.
   */
  run(code: string, signal: AbortSignal): AsyncIterable<CellEvent>;
  /** Ends this Python; the next cell starts a new one in the next generation. */
  restart(): Promise<void>;
  /** @returns undefined when no Python is up. */
  look(): Promise<Glimpse | undefined>;
}

/** Where kernels live. */
export interface KernelHost extends AsyncDisposable {
  /**
   * The session of one thread; the same one until it is disposed. No Python starts before its first cell.
   * @param folder name of the thread's working folder, safe as a file name
   * @param lives how many generations this thread's Python has had in earlier runs of the bot
   */
  open(folder: string, lives: number): KernelSession;
  /** Gets ready in the background, so that the first cell is quick. Never throws: the first cell tells. */
  warm(): void;
}

/** The bounds of one cell. */
export interface CellLimits {
  readonly timeoutMs: number;
  /** After an interrupt, how long Python may take to come back before it is restarted. */
  readonly graceMs: number;
  /** Text kept of a cell: three quarters from its head, one from its tail. */
  readonly outputCharacters: number;
  /** Text after which the cell is interrupted. */
  readonly floodCharacters: number;
  readonly figures: number;
  readonly figureBytes: number;
}
