import type { TurnView } from "../../../core/view.ts";
import type { Words } from "../../../core/words/vocabulary.ts";
import type { Performed, Performer, Verdict } from "../../draft.ts";
import type { Operation, Wanted } from "../../reconcile.ts";
import type { Files } from "../files.ts";
import { figureLine } from "../lines/figure-line.ts";
import { type Line, line } from "../lines/line.ts";
import { type Part, sameParts } from "../lines/part.ts";
import { resultGutter } from "../lines/render-outputs.ts";
import { inlinePicture, type pictureProtocol } from "./inline-picture.ts";
import type { Screen } from "./screen.ts";

type Body = readonly Part[];

/** Performs an answer's operations on the screen. */
export class TerminalPerformer implements Performer<TurnView, Body> {
  readonly render: (view: TurnView) => readonly Wanted<Body>[];
  readonly #prefix: string;
  readonly #screen: Screen;
  readonly #files: Files;
  readonly #words: () => Words;
  readonly #protocol: ReturnType<typeof pictureProtocol>;

  /** @param prefix tells this answer's messages from those of others on the screen */
  constructor(
    prefix: string,
    screen: Screen,
    files: Files,
    words: () => Words,
    protocol: ReturnType<typeof pictureProtocol>,
    render: (view: TurnView) => readonly Wanted<Body>[],
  ) {
    this.#prefix = prefix;
    this.#screen = screen;
    this.#files = files;
    this.#words = words;
    this.#protocol = protocol;
    this.render = render;
  }

  same(posted: Body, wanted: Body): boolean {
    return sameParts(posted, wanted);
  }

  addition(): undefined {
    return undefined;
  }

  uploaded(): boolean {
    return false;
  }

  judge(): Verdict {
    return { kind: "over" };
  }

  async perform(operation: Operation<Body>): Promise<Performed> {
    const id = this.#prefix + operation.key;
    if (operation.kind === "delete") this.#screen.remove(id);
    if (operation.kind === "close") this.#screen.shut(id);
    if (operation.kind === "post" || operation.kind === "edit") {
      const lines = await Promise.all(operation.body.map((part) => this.#linesOf(part)));
      this.#screen.put(id, lines.flat(), operation.open);
    }
    return "visible";
  }

  async #linesOf(part: Part): Promise<readonly Line[]> {
    if (part.kind === "line") return [part.line];
    if (part.kind === "figure") return this.#figure(part);
    const kept = await this.#files.text(part.text);
    const speak = this.#words().console;
    return [own(typeof kept === "string" ? speak.wholeNotKept(kept) : speak.whole(kept.path))];
  }

  async #figure({ figure, number }: Part & { readonly kind: "figure" }): Promise<readonly Line[]> {
    const kept = await this.#files.figure(figure);
    if (typeof kept === "string") return [own(this.#words().figureNotShown(number, kept))];
    const { path, picture } = kept;
    const about = figureLine(this.#words(), number, path, picture, figure.alt);
    const id = Number.parseInt(figure.hash.slice(0, 6), 16) + 1;
    const inline = this.#protocol && inlinePicture(picture, this.#protocol, id, this.#screen.size);
    return [inline === undefined ? own(about) : { ...own(about), inline }];
  }
}

function own(text: string): Line {
  return line(text, "own", { gutter: { ...resultGutter, text: "  ▸ ", style: "own" }, words: true });
}
