import { Failure } from "../failure.ts";
import type { KernelHost, KernelSession } from "../kernel/session.ts";
import { closing } from "./closing.ts";
import type { RecordedTurn } from "./dialog.ts";
import { folderName, type PersonId, type ThreadId } from "./ids.ts";
import type { Dialogs, OpenDialog } from "./store/record/dialogs.ts";
import type { Ending } from "./turn.ts";

/** Threads that are kept open though nobody uses them; those whose Python is up come on top, as many as there are Pythons. */
const KEPT_OPEN = 200;

/** A thread in use, until this is disposed: its record and its Python. */
export interface OpenThread extends Disposable {
  readonly record: OpenDialog;
  readonly kernel: KernelSession;
  /** Whether the bot's death cut off the last turn that was found; its record says so by now. */
  readonly cutOff: boolean;
}

type ReadThread = Omit<OpenThread, typeof Symbol.dispose>;

/** A thread that stands open, and how many use it now. */
interface Seat {
  readonly read: Promise<ReadThread>;
  users: number;
  /** Whether no Python is up and no ending is owed, so that closing the thread loses nothing. */
  asleep: () => boolean;
}

/** The threads in use, and those that were used last. */
export class Threads implements AsyncDisposable {
  readonly #dialogs: Dialogs;
  readonly #kernels: KernelHost;
  readonly #keptOpen: number;
  /** The one that was used last stands last. */
  readonly #seats = new Map<ThreadId, Seat>();
  /** How turns ended whose ending the store could not keep. */
  readonly #owed = new Map<ThreadId, Ending>();

  /** @param keptOpen threads beyond these that nobody uses, and whose Python is not up, are let go */
  constructor(dialogs: Dialogs, kernels: KernelHost, keptOpen: number = KEPT_OPEN) {
    this.#dialogs = dialogs;
    this.#kernels = kernels;
    this.#keptOpen = keptOpen;
  }

  /** How many stand open. */
  get size(): number {
    return this.#seats.size;
  }

  /** Whether the bot was called in the thread before. */
  async knows(thread: ThreadId): Promise<boolean> {
    return this.#seats.has(thread) || (await this.#dialogs.knows(thread));
  }

  /** Makes a thread the bot's own, so that what is said in it is heard from now on. */
  adopt(thread: ThreadId): Promise<void> {
    return this.#dialogs.adopt(thread);
  }

  /**
   * The same thread until it is closed; it is not let go before what this gives is disposed. A thread that could not be
   * opened is tried anew the next time.
   * @param by who asks: the thread is theirs where nobody has asked in it before
   */
  async open(thread: ThreadId, by?: PersonId): Promise<OpenThread> {
    const seat = this.#seats.get(thread) ?? { read: this.#read(thread, by), users: 0, asleep: () => false };
    this.#seats.delete(thread);
    this.#seats.set(thread, seat);
    seat.users += 1;
    try {
      const read = await seat.read;
      seat.asleep = () => !read.kernel.alive && !isOpen(read.record);
      return { ...read, [Symbol.dispose]: once(() => this.#leave(seat)) };
    } catch (error) {
      if (this.#seats.get(thread) === seat) this.#seats.delete(thread);
      throw error;
    }
  }

  /** Ends a thread's Python and lets go of its record, which stays in the store. */
  async close(thread: ThreadId): Promise<void> {
    const seat = this.#seats.get(thread);
    this.#seats.delete(thread);
    await (await seat?.read)?.kernel[Symbol.asyncDispose]();
  }

  /** Ends a thread's Python and removes its folder with all that is in it. */
  async discard(thread: ThreadId): Promise<void> {
    using open = await this.open(thread);
    this.#seats.delete(thread);
    await open.kernel.discard();
  }

  /** Takes away all that is on record of a thread that was discarded. @throws {Failure} `store-gone` */
  forget(thread: ThreadId): Promise<void> {
    return this.#dialogs.forget(thread);
  }

  /** The thread, ready for its next turn, which `by` asked for. */
  async begin(thread: ThreadId, by: PersonId): Promise<OpenThread> {
    const open = await this.open(thread, by);
    try {
      const owed = this.#owed.get(thread);
      if (owed !== undefined) await this.#close(thread, open.record, owed);
      return open;
    } catch (error) {
      open[Symbol.dispose]();
      throw error;
    }
  }

  /**
   * Records how a thread's last turn ended, where it did not record that itself. What the store cannot keep now is kept
   * before the thread's next turn.
   */
  async finish(thread: ThreadId, ending: Ending): Promise<void> {
    const open = await this.#seats.get(thread)?.read;
    if (open === undefined || !isOpen(open.record)) return;
    const owed = this.#owed.get(thread) ?? ending;
    this.#owed.set(thread, owed);
    await this.#close(thread, open.record, owed).catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
    });
  }

  /**
   * Keeps how a thread's last turn ended, where the store could not keep it. Nothing else may run in the thread.
   * @throws {Failure} `store-gone`, `disk-full`
   */
  async keepOwed(thread: ThreadId): Promise<void> {
    const owed = this.#owed.get(thread);
    const open = await this.#seats.get(thread)?.read;
    if (owed !== undefined && open !== undefined) await this.#close(thread, open.record, owed);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled([...this.#seats.keys()].map((thread) => this.close(thread)));
  }

  #leave(seat: Seat): void {
    seat.users -= 1;
    for (const [thread, { users, asleep }] of this.#seats) {
      if (this.#seats.size <= this.#keptOpen) return;
      // No Python is up, so nothing can go wrong that anybody waits for.
      if (users === 0 && asleep()) this.close(thread).catch(() => undefined);
    }
  }

  async #read(thread: ThreadId, by: PersonId | undefined): Promise<ReadThread> {
    const record = await this.#dialogs.open(thread);
    const owed = this.#owed.get(thread);
    const cutOff = owed === undefined && isOpen(record);
    await this.#close(thread, record, owed ?? { why: "failed", code: "bot-restarted", facts: {} });
    const { turns } = record.dialog;
    return { record, cutOff, kernel: this.#kernels.open(folderName(thread), livesOf(turns), openerOf(turns) ?? by) };
  }

  async #close(thread: ThreadId, record: OpenDialog, ending: Ending): Promise<void> {
    if (isOpen(record)) {
      for (const entry of closing(record.dialog.turns.at(-1)?.entries ?? [], ending)) await record.append(entry);
    }
    this.#owed.delete(thread);
  }
}

/** Who asked first in a thread. */
function openerOf(turns: readonly RecordedTurn[]): PersonId | undefined {
  return turns.flatMap((turn) => turn.entries).find((entry) => entry.kind === "asked")?.who.id;
}

/** Whether the last turn has no ending yet. */
function isOpen({ dialog }: OpenDialog): boolean {
  return dialog.turns.at(-1)?.entries.every((entry) => entry.kind !== "ended") ?? false;
}

/** The highest generation that a thread's Python has reached. */
function livesOf(turns: readonly RecordedTurn[]): number {
  return turns
    .flatMap((turn) => turn.entries)
    .reduce((lives, entry) => (entry.kind === "ran" ? Math.max(lives, entry.end.generation) : lives), 0);
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (!done) work();
    done = true;
  };
}
