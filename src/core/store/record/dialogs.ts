import type { Dialog, Entry } from "../../dialog.ts";
import type { ThreadId } from "../../ids.ts";
import type { Store } from "../store.ts";
import { headRecord } from "./head-record.ts";
import { readDialog } from "./read-dialog.ts";
import { headKey, turnKey } from "./record-keys.ts";
import { turnRecord } from "./turn-record.ts";

/** The record of a thread, while it is in use. */
export interface OpenDialog {
  /** All that is kept so far; a new object after each entry. A turn without entries is not in it. */
  readonly dialog: Dialog;
  /** How many turns could not be read and were set aside at the opening; 0 once that was taken. */
  takeDamaged(): number;
  /** Opens the next turn and gives its number; the store hears of it with its first entry. */
  beginTurn(): number;
  /**
   * Adds to the turn that was begun last, in this life of the bot or an earlier one; resolves once the store has it. Entries are kept in the order of the calls.
   * @throws {Failure} `store-gone`, `disk-full`: this entry is not in the dialog
   */
  append(entry: Entry): Promise<void>;
}

/** The dialogs of all threads: one key a turn, so that no dialog is ever written anew. */
export class Dialogs {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Whether the bot has ever been called in a thread.
   * @throws {Failure} `store-gone`
   */
  async knows(thread: ThreadId): Promise<boolean> {
    return (await this.#store.get(headKey(thread))) !== undefined;
  }

  /**
   * Remembers a thread in which nothing is recorded yet.
   * @throws {Failure} `store-gone`, `disk-full`
   */
  async adopt(thread: ThreadId): Promise<void> {
    if (!(await this.knows(thread))) await this.#store.set(headKey(thread), headRecord(0));
  }

  /**
   * Takes away all that is kept of a thread; nobody may have its dialog open.
   * @throws {Failure} `store-gone`
   */
  async forget(thread: ThreadId): Promise<void> {
    const { kept } = await readDialog(this.#store, thread);
    for (let number = 1; number <= kept; number++) await this.#store.delete(turnKey(thread, number));
    await this.#store.delete(headKey(thread));
  }

  /**
   * Reads a thread's whole dialog. Records that cannot be read are set aside; the other turns stay.
   * At most one dialog of a thread may be open at a time: each believes that it alone counts the turns.
   * @throws {Failure} `store-gone`, `disk-full`
   */
  async open(thread: ThreadId): Promise<OpenDialog> {
    return new StoredDialog(this.#store, await readDialog(this.#store, thread));
  }
}

class StoredDialog implements OpenDialog {
  readonly #store: Store;
  #dialog: Dialog;
  #damaged: number;
  /** The last turn that the store has, readable or not. */
  #kept: number;
  /** The last turn that the store has or is being given: the next one follows it, so that no number is passed over. */
  #taken: number;
  #begun: number | undefined;
  #written: Promise<void> = Promise.resolve();

  constructor(store: Store, read: { readonly dialog: Dialog; readonly kept: number; readonly damaged: number }) {
    this.#store = store;
    this.#dialog = read.dialog;
    this.#kept = read.kept;
    this.#taken = read.kept;
    this.#damaged = read.damaged;
    this.#begun = read.dialog.turns.at(-1)?.number;
  }

  get dialog(): Dialog {
    return this.#dialog;
  }

  takeDamaged(): number {
    const damaged = this.#damaged;
    this.#damaged = 0;
    return damaged;
  }

  beginTurn(): number {
    this.#begun = this.#taken + 1;
    return this.#begun;
  }

  append(entry: Entry): Promise<void> {
    const turn = this.#begun;
    if (turn === undefined) throw new Error("Expected a turn to be begun before an entry is appended, got none.");
    this.#taken = Math.max(this.#taken, turn);
    const written = this.#written.then(() => this.#write(turn, entry));
    // Whoever appended hears of the failure; the next entry is tried all the same.
    this.#written = written.catch(() => {
      if (this.#taken === turn) this.#taken = this.#kept;
    });
    return written;
  }

  async #write(number: number, entry: Entry): Promise<void> {
    const { thread, turns } = this.#dialog;
    const last = turns.at(-1);
    const goesOn = last?.number === number;
    const entries = goesOn ? [...last.entries, entry] : [entry];
    await this.#store.set(turnKey(thread, number), turnRecord(entries));
    if (number > this.#kept) {
      await this.#store.set(headKey(thread), headRecord(number));
      this.#kept = number;
    }
    this.#dialog = { thread, turns: [...(goesOn ? turns.slice(0, -1) : turns), { number, entries }] };
  }
}
