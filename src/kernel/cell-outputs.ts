import { ControlCodes } from "./control-codes.ts";
import type { Display, KernelMessage } from "./messages.ts";
import { OutputBudget } from "./output-budget.ts";
import type { CellEnd, CellLimits, CellOutput, KernelPicture, Shown } from "./session.ts";
import { clean, pictureSize, readShown } from "./shown.ts";

type Output = CellOutput<KernelPicture>;

/** Pictures that come and go, by clear_output and replacements, may be so many times those that stay. */
const FLEETING = 10;

/** What a message costs beside its text: millions of empty ones are a flood too. */
const MESSAGE_CHARACTERS = 16;

/** Reads what one cell shows, cleans it, and keeps it within the limits. */
export class CellOutputs {
  readonly #limits: CellLimits;
  readonly #budget: OutputBudget;
  readonly #codes = { stdout: new ControlCodes(), stderr: new ControlCodes() };
  #clearing = false;
  #characters = 0;
  #figures = 0;
  #allFigures = 0;
  /** Of all pictures, also of those that were cleared or replaced: each is kept. */
  #figureBytes = 0;

  constructor(limits: CellLimits) {
    this.#limits = limits;
    this.#budget = new OutputBudget(limits.outputCharacters);
  }

  /** Why the cell must not go on, where it must not. */
  get excess(): CellEnd["because"] {
    if (this.#characters > this.#limits.floodCharacters) return "too-much-output";
    const many = this.#figures > this.#limits.figures || this.#allFigures > this.#limits.figures * FLEETING;
    if (many) return "too-many-figures";
    return this.#figureBytes > this.#limits.figureBytes ? "too-large-figures" : undefined;
  }

  /** @returns what may be shown now */
  read(message: KernelMessage): readonly Output[] {
    this.#characters += MESSAGE_CHARACTERS;
    switch (message.kind) {
      case "stream":
        this.#characters += message.text.length;
        return this.#stream(message.stream, message.text);
      case "display":
        return this.#display(message.display, message.result);
      case "update":
        return this.#update(message.display);
      case "clear":
        return this.#clear(message.wait);
      case "error":
        this.#characters += message.traceback.length;
        return this.#add(this.#error(message));
      case "busy":
      case "taken":
      case "idle":
      case "reply":
      case "restarting":
      case "dead":
        return [];
      default:
        return message satisfies never;
    }
  }

  /** @returns what is still to be shown at the cell's end */
  end(): readonly Output[] {
    return this.#budget.end();
  }

  /** Counts output that was lost on its way. */
  lost(characters: number): void {
    this.#budget.add({ kind: "omitted", characters });
  }

  #stream(stream: "stdout" | "stderr", raw: string): readonly Output[] {
    const text = this.#codes[stream].strip(raw).toWellFormed();
    return text === "" ? [] : this.#add({ kind: "stream", stream, text });
  }

  #display(display: Display, result: boolean): readonly Output[] {
    if (this.#clearing) this.#figures = 0;
    const room = this.#roomForPicture(display);
    if (pictureSize(display) > 0) this.#figures += 1;
    const shown = this.#shown(display, this.#figures > this.#limits.figures ? 0 : room);
    if (Object.keys(shown).length === 0 && display.id === undefined) return [];
    return this.#add({ kind: "display", result, shown, ...(display.id === undefined ? {} : { display: display.id }) });
  }

  #update(display: Display): readonly Output[] {
    if (display.id === undefined) return [];
    const shown = this.#shown(display, this.#roomForPicture(display));
    return this.#add({ kind: "replaced", display: display.id, shown });
  }

  /** Counts the display's picture, where it has one. @returns how many bytes it may have */
  #roomForPicture(display: Display): number {
    const size = pictureSize(display);
    const room = Math.max(0, this.#limits.figureBytes - this.#figureBytes);
    this.#figureBytes += size;
    if (size > 0) this.#allFigures += 1;
    return room;
  }

  #clear(wait: boolean): readonly Output[] {
    this.#clearing = true;
    return wait ? [] : this.#clearNow();
  }

  #clearNow(): readonly Output[] {
    if (!this.#clearing) return [];
    this.#clearing = false;
    this.#figures = 0;
    return this.#budget.add({ kind: "cleared" });
  }

  #add(output: Output): readonly Output[] {
    const cleared = output.kind === "replaced" ? [] : this.#clearNow();
    return [...cleared, ...this.#budget.add(output)];
  }

  /** No single display or error may take more than a quarter of all: of text its middle goes, richer forms go whole. */
  #shown(display: Display, pictureBytes: number): Shown<KernelPicture> {
    const { text, html, markdown, picture } = readShown(display, pictureBytes);
    this.#characters += (text?.length ?? 0) + (html?.length ?? 0) + (markdown?.length ?? 0);
    const most = this.#most;
    return {
      ...(text === undefined ? {} : { text: withoutMiddle(text, most) }),
      ...(html === undefined || html.length > most ? {} : { html }),
      ...(markdown === undefined || markdown.length > most ? {} : { markdown }),
      ...(picture === undefined ? {} : { picture }),
    };
  }

  #error(error: Extract<KernelMessage, { kind: "error" }>): Output {
    return {
      kind: "error",
      name: withoutMiddle(clean(error.name), this.#most / 2),
      value: withoutMiddle(clean(error.value), this.#most / 2),
      traceback: withoutMiddle(clean(error.traceback), this.#most / 2),
    };
  }

  get #most(): number {
    return Math.floor(this.#limits.outputCharacters / 4);
  }
}

function withoutMiddle(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const half = Math.max(0, Math.floor((limit - 3) / 2));
  return `${text.slice(0, half)}\n…\n${text.slice(text.length - half)}`.toWellFormed();
}
