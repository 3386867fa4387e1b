import type { Delivery, Reply } from "../../../core/adapter.ts";
import type { CommandSyntax } from "../../../core/commands/command-name.ts";
import type { ReplyRef } from "../../../core/ids.ts";
import type { Status, TurnView } from "../../../core/view.ts";
import type { Language, Sentence } from "../../../core/words/sentence.ts";
import { words } from "../../../core/words/words.ts";
import { Draft } from "../../draft.ts";
import type { Files } from "../files.ts";
import type { Part } from "../lines/part.ts";
import type { pictureProtocol } from "./inline-picture.ts";
import { renderAnswer } from "./render-answer.ts";
import type { Screen } from "./screen.ts";
import { TerminalPerformer } from "./terminal-performer.ts";

/** Where and how the answers of a terminal are drawn. */
export interface TerminalDesk {
  readonly screen: Screen;
  readonly files: Files;
  readonly protocol: ReturnType<typeof pictureProtocol>;
  readonly syntax: CommandSyntax;
  readonly language: Language;
  readonly now: () => number;
  /** Called with each view, before it is drawn. */
  readonly changed: (reply: TerminalReply) => void;
}

/** One answer on the terminal. */
export class TerminalReply implements Reply {
  readonly ref: ReplyRef;
  readonly ownCode: boolean;
  /** What the person typed; undefined for what they did not type, such as Ctrl-C. */
  readonly asked: string | undefined;
  readonly #desk: TerminalDesk;
  readonly #draft: Draft<TurnView, readonly Part[]>;
  #language: Language;
  #view: TurnView | undefined;
  #since: number;

  constructor(ref: ReplyRef, desk: TerminalDesk, asked: string | undefined, ownCode: boolean) {
    this.ref = ref;
    this.ownCode = ownCode;
    this.asked = asked;
    this.#desk = desk;
    this.#language = desk.language;
    this.#since = desk.now();
    const { screen, files, protocol, syntax } = desk;
    const speak = () => words(this.#language);
    const render = (view: TurnView) =>
      renderAnswer(view, {
        words: words(view.language),
        syntax,
        size: screen.size,
        ownCode,
        ...(asked === undefined ? {} : { asked }),
      });
    this.#draft = new Draft(new TerminalPerformer(`${ref}/`, screen, files, speak, protocol, render));
  }

  get over(): boolean {
    return this.#view?.ending !== undefined;
  }

  /** Undefined before the first view and after the last. */
  get status(): Status | undefined {
    return this.#view?.status;
  }

  /** Whether nothing of the answer stands on the screen yet. */
  get queued(): boolean {
    return this.#view === undefined || this.#view.status?.kind === "queued";
  }

  get doing(): Sentence {
    return this.status === undefined ? "" : words(this.#language).status(this.status);
  }

  get seconds(): number {
    return (this.#desk.now() - this.#since) / 1000;
  }

  draw(view: TurnView): void {
    if (stage(view.status) !== stage(this.status)) this.#since = this.#desk.now();
    this.#view = view;
    this.#language = view.language;
    this.#draft.draw(view);
    this.#desk.changed(this);
  }

  async settle(): Promise<Delivery> {
    const delivery = await this.#draft.settle();
    await this.#desk.screen.flush();
    if (this.over) this.#desk.screen.forget(`${this.ref}/`);
    return delivery;
  }

  async whisper(sentence: Sentence): Promise<void> {
    const { screen } = this.#desk;
    screen.put(
      `${this.ref}/whisper/${this.#desk.now()}`,
      [{ spans: [{ text: sentence, style: "own" }], words: true }],
      false,
    );
    await screen.flush();
  }
}

/** What a person waits for: thinking is one wait, however much was thought. */
function stage(status: Status | undefined): string {
  if (status?.kind === "waiting") return `waiting ${status.for}`;
  return status?.kind === "running" ? `running ${status.cell}` : (status?.kind ?? "");
}
