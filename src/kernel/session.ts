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
  readonly because?: "too-much-output" | "too-many-figures" | "too-large-figures" | "folder-overfull";
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
  /**
   * Before "started", while as many cells run on the machine as may: how many are ahead of this one. Again whenever
   * that changes, and 0 when its turn has come.
   */
  | { readonly kind: "queued"; readonly ahead: number }
  /** Once, first, when Python takes the cell up; a Python that had to be started first is up by now. */
  | { readonly kind: "started"; readonly generation: number }
  | { readonly kind: "printed"; readonly output: CellOutput<KernelPicture> }
  /** Once, last, whatever happened. */
  | { readonly kind: "closed"; readonly end: CellEnd };

/** A file that somebody hands over. */
export interface FileSource {
  /** As its owner calls it: not safe as a path. */
  readonly name: string;
  /** Undefined where the owner does not tell. */
  readonly bytes?: number;
  /** @throws {Error} when it cannot be had any more */
  open(): Promise<AsyncIterable<Uint8Array>>;
}

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
  /** How long the cell that runs now has been running; absent while none does. */
  readonly runningMs?: number;
  /** Resident memory of the kernel's process; 0 where that is not known. */
  readonly memoryBytes: number;
  /** True where Python was too busy to show its variables: time and memory are what is seen of it from outside. */
  readonly hidden?: true;
  readonly variables: readonly Variable[];
  /** Variables beyond the listed ones. */
  readonly more: number;
}

/** A file on its way to or from a thread's folder. */
export interface FileSource {
  /** As its maker calls it; never trusted as a path. */
  readonly name: string;
  /** Absent where the size is not known beforehand. */
  readonly bytes?: number;
  /** Reads it from its start. What goes wrong is told by this promise or while it is read. */
  open(): Promise<AsyncIterable<Uint8Array>>;
}

/** A file in a thread's folder. */
export interface StoredFile {
  /** Below the thread's folder, its parts joined by `/`. */
  readonly name: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
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
   * @throws {Failure} `kernel-not-started`, `python-missing`, `kernels-busy` or `own-kernels-busy`, before "started" only.
   */
  run(code: string, signal: AbortSignal): AsyncIterable<CellEvent>;
  /** Ends this Python; the next cell starts a new one in the next generation. */
  restart(): Promise<void>;
  /**
   * Gives the cell that runs more time.
   * @returns how long it may run altogether, in milliseconds; undefined when none runs
   */
  extend(): number | undefined;
  /** @returns undefined when no Python is up. */
  look(): Promise<Glimpse | undefined>;
  /**
   * Keeps a file in the thread's folder, whole or not at all. It gets a name that is safe there and not yet taken.
   * @throws {Failure} `file-too-large`, `folder-full`, `file-not-received`, `disk-full`; the signal's reason
   */
  put(file: FileSource, signal?: AbortSignal): Promise<StoredFile>;
  /**
   * A plain file of the thread's folder, as it is now: reading fails where it has become another.
   * @param name as `files` gives it
   * @throws {Failure} `file-missing`, `file-refused`, `file-too-large`; while it is read `file-changed`
   */
  take(name: string): Promise<FileSource>;
  /** The plain files of the thread's folder, newest first, within bounds. */
  files(): Promise<readonly StoredFile[]>;
  /** Disposes this session and removes the thread's folder with all that is in it, never what a link leads to. */
  discard(): Promise<void>;
}

/** Where kernels live. */
export interface KernelHost extends AsyncDisposable {
  /**
   * The session of one thread; the same one until it is disposed. No Python starts before its first cell.
   * @param folder name of the thread's working folder, safe as a file name
   * @param lives how many generations this thread's Python has had in earlier runs of the bot
   * @param owner who opened the thread, among whose Pythons this one counts
   */
  open(folder: string, lives: number, owner?: string): KernelSession;
  /** Gets ready in the background, so that the first cell is quick. Never throws: the first cell tells. */
  warm(): void;
}

/** The bounds of one cell. */
export interface CellLimits {
  readonly timeoutMs: number;
  /** What `extend` gives each time. */
  readonly moreMs: number;
  /** How long a cell may run at most, whatever it was given. */
  readonly longestMs: number;
  /** After an interrupt, how long Python may take to come back before it is restarted. */
  readonly graceMs: number;
  /** Text kept of a cell: three quarters from its head, one from its tail. */
  readonly outputCharacters: number;
  /** Text after which the cell is interrupted. */
  readonly floodCharacters: number;
  readonly figures: number;
  /** Of all pictures that it shows, together. */
  readonly figureBytes: number;
}

/** The bounds of a thread's folder, as far as the bot writes and reads it. */
export interface FolderLimits {
  /** Largest file that is kept or given. */
  readonly fileBytes: number;
  readonly folderBytes: number;
  readonly folderFiles: number;
}
