import type { Dialog, Entry, RecordedTurn } from "../dialog.ts";
import type { ThreadId } from "../ids.ts";
import type { Page } from "../interpreter/page.ts";

/** A record that lasts as long as the tour does. */
export class TourPage implements Page {
  readonly #thread: ThreadId;
  #turns: readonly RecordedTurn[] = [];

  constructor(thread: ThreadId) {
    this.#thread = thread;
  }

  get dialog(): Dialog {
    return { thread: this.#thread, turns: this.#turns };
  }

  beginTurn(): void {
    this.#turns = [...this.#turns, { number: this.#turns.length + 1, entries: [] }];
  }

  async append(entry: Entry): Promise<void> {
    const newest = this.#turns.at(-1);
    if (newest === undefined) throw new Error("Expected a turn to have begun before an entry is appended.");
    this.#turns = [...this.#turns.slice(0, -1), { ...newest, entries: [...newest.entries, entry] }];
  }
}
