import type { Performed, Performer, Verdict } from "../../src/adapters/draft.ts";
import type { Operation, Posted, Wanted } from "../../src/adapters/reconcile.ts";

export type ChannelView = readonly Wanted<string>[];

/** How the channel treats one call: what it does, and whether its answer gets through. */
export interface Treatment {
  readonly turns: number;
  readonly arrives: boolean;
  readonly answers: boolean;
}

interface Shown {
  readonly key: string;
  readonly body: string;
  readonly open: boolean;
  readonly visible: boolean;
}

/** A channel of messages in memory that is slow, loses calls and loses answers, as it is told. Bodies that begin with "figure" are uploads. */
export class FakeChannel implements Performer<ChannelView, string> {
  shown: readonly Shown[] = [];
  readonly performed: Operation<string>[] = [];
  /** Operations that were under way at the same time, at most. */
  mostAtOnce = 0;
  /** Posts that were made while an upload was not visible. */
  readonly early: string[] = [];
  remembered: readonly Posted<string>[] = [];
  readonly #treatments: Treatment[];
  #atOnce = 0;

  constructor(treatments: readonly Treatment[] = []) {
    this.#treatments = [...treatments];
  }

  render(view: ChannelView): ChannelView {
    return view;
  }

  same(posted: string, wanted: string): boolean {
    return posted === wanted;
  }

  addition(posted: string, wanted: string): string | undefined {
    return wanted.startsWith(posted) ? wanted.slice(posted.length) : undefined;
  }

  uploaded(body: string): boolean {
    return body.startsWith("figure");
  }

  judge(): Verdict {
    return { kind: "again", after: Promise.resolve() };
  }

  async remember(posted: readonly Posted<string>[]): Promise<void> {
    this.remembered = posted;
  }

  async perform(operation: Operation<string>): Promise<Performed> {
    this.performed.push(operation);
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#atOnce);
    const { turns, arrives, answers } = this.#treatments.shift() ?? { turns: 0, arrives: true, answers: true };
    try {
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      const performed = arrives ? this.#apply(operation) : "absent";
      if (!arrives || !answers) throw new Error(`the channel lost ${operation.kind} ${operation.key}`);
      return performed;
    } finally {
      this.#atOnce--;
    }
  }

  #apply(operation: Operation<string>): Performed {
    const { key } = operation;
    switch (operation.kind) {
      case "find":
        return this.#state(key);
      case "post":
        return this.#post(operation.key, operation.body, operation.open);
      case "append":
        return this.#change(key, (old) => ({ ...old, body: old.body + operation.addition, open: operation.open }));
      case "edit":
        return this.#change(key, (old) => ({ ...old, body: operation.body, open: operation.open }));
      case "close":
        return this.#change(key, (old) => ({ ...old, open: false }));
      case "watch":
        return this.#change(key, (old) => ({ ...old, visible: true }));
      case "delete":
        this.shown = this.shown.filter((message) => message.key !== key);
        return "absent";
      default:
        return operation satisfies never;
    }
  }

  #post(key: string, body: string, open: boolean): Performed {
    if (this.shown.some(({ visible }) => !visible)) this.early.push(key);
    this.shown = [...this.shown, { key, body, open, visible: !this.uploaded(body) }];
    return this.#state(key);
  }

  #change(key: string, change: (old: Shown) => Shown): Performed {
    if (this.#state(key) === "absent") throw new Error(`no message ${key} is there to be changed`);
    this.shown = this.shown.map((message) => (message.key === key ? change(message) : message));
    return this.#state(key);
  }

  #state(key: string): Performed {
    const found = this.shown.find((message) => message.key === key);
    if (found === undefined) return "absent";
    return found.visible ? "visible" : "pending";
  }
}
