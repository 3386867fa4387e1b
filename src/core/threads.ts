import { Failure } from "../failure.ts";
import type { KernelHost, KernelSession } from "../kernel/session.ts";
import { closing } from "./closing.ts";
import type { RecordedTurn } from "./dialog.ts";
import { folderName, type PersonId, type ThreadId } from "./ids.ts";
import type { Dialogs, OpenDialog } from "./store/record/dialogs.ts";
import type { Ending } from "./turn.ts";

/** A thread that is in use: its record and its Python. */
export interface OpenThread {
  readonly record: OpenDialog;
  readonly kernel: KernelSession;
  /** Whether the bot's death cut off the last turn that was found; its record says so by now. */
  readonly cutOff: boolean;
}

/** The threads in use. */
export class Threads implements AsyncDisposable {
  readonly #dialogs: Dialogs;
  readonly #kernels: KernelHost;
  readonly #open = new Map<ThreadId, Promise<OpenThread>>();
  /** How turns ended whose ending the store could not keep. */
  readonly #owed = new Map<ThreadId, Ending>();

  constructor(dialogs: Dialogs, kernels: KernelHost) {
    this.#dialogs = dialogs;
    this.#kernels = kernels;
  }

  /** Whether the bot was called in the thread before. */
  async knows(thread: ThreadId): Promise<boolean> {
    return this.#open.has(thread) || (await this.#dialogs.knows(thread));
  }

  /** Makes a thread the bot's own, so that what is said in it is heard from now on. */
  adopt(thread: ThreadId): Promise<void> {
    return this.#dialogs.adopt(thread);
  }

  /**
   * The same thread until it is closed. A thread that could not be opened is tried anew the next time.
   * @param by who asks: the thread is theirs where nobody has asked in it before
   */
  open(thread: ThreadId, by?: PersonId): Promise<OpenThread> {
    const opened = this.#open.get(thread);
    if (opened !== undefined) return opened;
    const opening = this.#read(thread, by);
    this.#open.set(thread, opening);
    opening.catch(() => this.#open.delete(thread));
    return opening;
  }

  /** Ends a thread's Python and lets go of its record, which stays in the store. */
  async close(thread: ThreadId): Promise<void> {
    const opened = this.#open.get(thread);
    this.#open.delete(thread);
    await (await opened)?.kernel[Symbol.asyncDispose]();
  }

  /** Ends a thread's Python and removes its folder with all that is in it. */
  async discard(thread: ThreadId): Promise<void> {
    const { kernel } = await this.open(thread);
    this.#open.delete(thread);
    await kernel.discard();
  }

  /** The thread, ready for its next turn, which `by` asked for. */
  async begin(thread: ThreadId, by: PersonId): Promise<OpenThread> {
    const open = await this.open(thread, by);
    const owed = this.#owed.get(thread);
    if (owed !== undefined) await this.#close(thread, open.record, owed);
    return open;
  }

  /**
   * Records how a thread's last turn ended, where it did not record that itself. What the store cannot keep now is kept
   * before the thread's next turn.
   */
  async finish(thread: ThreadId, ending: Ending): Promise<void> {
    const open = await this.#open.get(thread);
    if (open === undefined || !isOpen(open.record)) return;
    const owed = this.#owed.get(thread) ?? ending;
    this.#owed.set(thread, owed);
    await this.#close(thread, open.record, owed).catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled([...this.#open.keys()].map((thread) => this.close(thread)));
  }

  async #read(thread: ThreadId, by: PersonId | undefined): Promise<OpenThread> {
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
