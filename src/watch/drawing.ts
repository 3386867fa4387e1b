import type { TurnView } from "../core/view.ts";

/** A view that was drawn, and the one behind it. */
interface Drawn {
  /** Among the answer's views, by their coming. */
  readonly order: number;
  readonly atMs: number;
  readonly by: Drawing;
  next: Drawn | undefined;
}

const views = new WeakMap<TurnView, Drawn>();

/** How long what one answer drew takes to be seen: a view that a newer one replaced has waited for that. */
export class Drawing {
  readonly #now: () => number;
  readonly #shown: (delayMs: number) => void;
  /** The oldest view of which nothing newer is shown either. */
  #oldest: Drawn | undefined;
  #newest: Drawn | undefined;
  #views = 0;

  constructor(now: () => number, shown: (delayMs: number) => void) {
    this.#now = now;
    this.#shown = shown;
  }

  draw(view: TurnView): void {
    const drawn: Drawn = { order: ++this.#views, atMs: this.#now(), by: this, next: undefined };
    views.set(view, drawn);
    if (this.#newest !== undefined) this.#newest.next = drawn;
    this.#newest = drawn;
    this.#oldest ??= drawn;
  }

  show(drawn: Drawn): void {
    const waited = this.#oldest !== undefined && this.#oldest.order <= drawn.order ? this.#oldest : undefined;
    this.#shown(this.#now() - (waited ?? drawn).atMs);
    if (waited !== undefined) this.#oldest = drawn.next;
  }
}

/** A piece of this view is on the platform; views that nobody drew on a watched answer are passed over. */
export function viewShown(view: TurnView): void {
  const drawn = views.get(view);
  drawn?.by.show(drawn);
}
