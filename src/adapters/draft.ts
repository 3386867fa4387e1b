import type { Delivery } from "../core/adapter.ts";
import { type Medium, type Operation, type Posted, reconcile, type Wanted, withPosted } from "./reconcile.ts";

/** What came of an operation: whether a found or new message is shown, or that none was found. */
export type Performed = "visible" | "pending" | "absent";

/** What to do after an operation failed. */
export type Verdict =
  /** Try again, from the newest view, once the promise resolves. */
  | { readonly kind: "again"; readonly after: Promise<void> }
  /** Leave this message as it is and go on with the others. */
  | { readonly kind: "skip" }
  /** Nothing more of this answer can be shown. */
  | { readonly kind: "over" };

/** A platform as a draft needs it. Its pace is how fast `perform` resolves. */
export interface Performer<View, Body> extends Medium<Body> {
  /** Pure. `posted` tells what can no longer be split, because others follow it. */
  render(view: View, posted: readonly Posted<Body>[]): readonly Wanted<Body>[];
  /** Rejects when it is not known that the platform has it. Deleting what is gone, and closing what is closed, succeed. */
  perform(operation: Operation<Body>): Promise<Performed>;
  /** @param attempt counts the failures of this message in a row, from 1 */
  judge(error: unknown, operation: Operation<Body>, attempt: number): Verdict;
  /** Resolves when the platform's limits allow the operation; what is then performed comes from the newest view. */
  ready?(operation: Operation<Body>): Promise<void>;
  /** Keeps what is posted or intended, before and after each post. */
  remember?(posted: readonly Posted<Body>[]): Promise<void>;
}

/** The messages that show a view: one operation at a time, always from the newest view, until all is shown. */
export class Draft<View, Body> {
  readonly #performer: Performer<View, Body>;
  readonly #abandoned = new Set<string>();
  readonly #troubles: string[] = [];
  readonly #failures = new Map<string, number>();
  #posted: readonly Posted<Body>[];
  #wanted: readonly Wanted<Body>[] = [];
  #newest: { readonly view: View } | undefined;
  #over = false;
  #working: Promise<void> = Promise.resolve();
  #busy = false;

  /** @param posted what an earlier life of the bot posted of this answer */
  constructor(performer: Performer<View, Body>, posted: readonly Posted<Body>[] = []) {
    this.#performer = performer;
    // Edits are not remembered, so what they left is unknown.
    this.#posted = posted.map((message) => ({ ...message, sure: false }));
  }

  /** Shows the view; one that was not yet shown is dropped for it. */
  draw(view: View): void {
    this.#newest = { view };
    if (this.#busy) return;
    this.#busy = true;
    this.#working = this.#work();
    // The error is not lost: `settle` rejects with it.
    this.#working.catch(() => undefined);
  }

  /**
   * Resolves once the newest view is shown, or says what could not be.
   * @throws what `render`, `judge` or `remember` threw
   */
  async settle(): Promise<Delivery> {
    do await this.#working;
    while (this.#busy);
    if (this.#troubles.length === 0) return { kind: "delivered" };
    return { kind: "undelivered", reason: this.#troubles.join("; ") };
  }

  async #work(): Promise<void> {
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      const due = this.#performer.ready === undefined ? next : await this.#due(next);
      if (due !== undefined) await this.#perform(due);
    }
    this.#busy = false;
  }

  /** What is to be done once an operation of this kind may be: the newest view may want another by then. */
  async #due(next: Operation<Body>): Promise<Operation<Body> | undefined> {
    await this.#performer.ready?.(next);
    const newest = this.#next();
    return newest?.kind === next.kind ? newest : undefined;
  }

  #next(): Operation<Body> | undefined {
    if (this.#over) return undefined;
    if (this.#newest !== undefined) this.#wanted = this.#performer.render(this.#newest.view, this.#posted);
    this.#newest = undefined;
    const going = ({ key }: { readonly key: string }) => !this.#abandoned.has(key);
    return reconcile(this.#posted.filter(going), this.#wanted.filter(going), this.#performer)[0];
  }

  async #perform(operation: Operation<Body>): Promise<void> {
    if (operation.kind === "post") await this.#record({ ...operation, state: "intended", sure: true });
    try {
      await this.#note(operation, await this.#performer.perform(operation));
      // To have looked is no success: a post that always fails, and is looked for each time, must end.
      if (operation.kind !== "find" && operation.kind !== "watch") this.#failures.delete(operation.key);
    } catch (error) {
      await this.#fail(operation, error);
    }
  }

  async #note(operation: Operation<Body>, performed: Performed): Promise<void> {
    const before = this.#posted.find(({ key }) => key === operation.key);
    if (operation.kind === "delete" || performed === "absent") return this.#forget(operation.key);
    if (operation.kind === "post") return this.#record({ ...operation, state: performed, sure: true });
    if (before === undefined) return;
    if (operation.kind === "watch") return this.#record({ ...before, state: performed });
    // What was found may have been posted by an earlier attempt, which said less.
    if (operation.kind === "find") return this.#record({ ...before, state: performed, sure: false });
    if (operation.kind === "close") return this.#record({ ...before, open: false });
    this.#posted = withPosted(this.#posted, { ...before, body: operation.body, open: operation.open, sure: true });
  }

  async #fail(operation: Operation<Body>, error: unknown): Promise<void> {
    const { key } = operation;
    const attempt = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, attempt);
    const before = this.#posted.find((message) => message.key === key);
    if (before !== undefined && (operation.kind === "append" || operation.kind === "edit")) {
      this.#posted = withPosted(this.#posted, { ...before, sure: false });
    }
    const verdict = this.#performer.judge(error, operation, attempt);
    if (verdict.kind === "again") return verdict.after;
    this.#troubles.push(`${operation.kind} ${key}: ${error instanceof Error ? error.message : String(error)}`);
    this.#abandoned.add(key);
    this.#over = verdict.kind === "over";
  }

  async #record(message: Posted<Body>): Promise<void> {
    const { key, body, open, state, sure } = message;
    this.#posted = withPosted(this.#posted, { key, body, open, state, sure });
    await this.#performer.remember?.(this.#posted);
  }

  async #forget(key: string): Promise<void> {
    this.#posted = this.#posted.filter((message) => message.key !== key);
    await this.#performer.remember?.(this.#posted);
  }
}
