import type { Writable } from "node:stream";
import type { TurnView } from "../../../core/view.ts";
import type { Words } from "../../../core/words/vocabulary.ts";
import type { Performed, Performer, Verdict } from "../../draft.ts";
import type { Operation, Wanted } from "../../reconcile.ts";
import { safeText } from "../../safe-text.ts";
import type { Files } from "../files.ts";
import { figureLine } from "../lines/figure-line.ts";
import type { PlainBody } from "./render-plain.ts";

/** Performs an answer's operations on streams that only grow. */
export class PlainPrinter implements Performer<TurnView, PlainBody> {
  readonly render: (view: TurnView) => readonly Wanted<PlainBody>[];
  readonly #output: Writable;
  readonly #errors: Writable;
  readonly #files: Files;
  readonly #words: () => Words;

  /** @param errors takes what is said aside */
  constructor(
    output: Writable,
    errors: Writable,
    files: Files,
    words: () => Words,
    render: (view: TurnView) => readonly Wanted<PlainBody>[],
  ) {
    this.#output = output;
    this.#errors = errors;
    this.#files = files;
    this.#words = words;
    this.render = render;
  }

  same(posted: PlainBody, wanted: PlainBody): boolean {
    if (posted.aside !== wanted.aside) return false;
    if (posted.kind === "text") return wanted.kind === "text" && posted.text === wanted.text;
    return wanted.kind === "figure" && posted.figure.hash === wanted.figure.hash;
  }

  addition(posted: PlainBody, wanted: PlainBody): PlainBody | undefined {
    if (posted.kind !== "text" || wanted.kind !== "text" || !wanted.text.startsWith(posted.text)) return undefined;
    return { ...wanted, text: wanted.text.slice(posted.text.length) };
  }

  uploaded(): boolean {
    return false;
  }

  judge(): Verdict {
    return { kind: "over" };
  }

  /** What was printed stays: a message that changed is printed again, and one that is gone is left. */
  async perform(operation: Operation<PlainBody>): Promise<Performed> {
    if (operation.kind === "append") await this.#print(operation.addition);
    if (operation.kind === "post" || operation.kind === "edit") await this.#print(operation.body);
    return "visible";
  }

  async #textOf(body: PlainBody): Promise<string> {
    if (body.kind === "text") return body.text;
    const kept = await this.#files.figure(body.figure);
    const about =
      typeof kept === "string"
        ? this.#words().figureNotShown(body.number, kept)
        : figureLine(this.#words(), body.number, kept.path, kept.picture, body.figure.alt);
    return `${body.before}▸ ${safeText(about).replaceAll("\n", " ")}\n`;
  }

  // The callback comes once the stream has passed the text on, so a slow reader slows the answer down.
  async #print(body: PlainBody): Promise<void> {
    const text = await this.#textOf(body);
    if (text === "") return;
    const stream = body.aside ? this.#errors : this.#output;
    await new Promise<void>((resolve, reject) => {
      stream.write(text, (error) => (error && !body.aside ? reject(error) : resolve()));
    });
  }
}
