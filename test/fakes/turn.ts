import type { AnsweringDesk, TurnLimits } from "../../src/core/desk.ts";
import type { Entry } from "../../src/core/dialog.ts";
import { personId, threadId } from "../../src/core/ids.ts";
import { answer, runGiven } from "../../src/core/interpreter/interpret.ts";
import type { Model } from "../../src/core/model/model.ts";
import { type ScriptedAnswer, ScriptedModel } from "../../src/core/model/scripted-model.ts";
import { TourPage } from "../../src/core/tour/tour-page.ts";
import type { TurnEvent } from "../../src/core/turn.ts";
import { emptyView, extend, type TurnView } from "../../src/core/view.ts";
import type { KernelHost } from "../../src/kernel/session.ts";
import { FakeKernelHost } from "./fake-kernel.ts";
import { MemoryBlobs } from "./memory-blobs.ts";

export const limits: TurnLimits = {
  steps: 8,
  messageCharacters: 1_000,
  codeCharacters: 500,
  resultCharacters: 2_000,
};

export const person = personId("test", "ada");

/** Code as a model writes it. */
export function fenced(code: string): string {
  return `\`\`\`python\n${code}\n\`\`\`\n`;
}

/** A thread whose turns are played with a scripted model, and everything that came of them. */
export class PlayedThread {
  readonly page = new TourPage(threadId("test", "played"));
  readonly blobs = new MemoryBlobs();
  readonly host: KernelHost;

  constructor(host: KernelHost = new FakeKernelHost()) {
    this.host = host;
  }

  get entries(): readonly Entry[] {
    return this.page.dialog.turns.at(-1)?.entries ?? [];
  }

  /** Plays a turn to its end. `watch` sees each event as it comes. */
  async ask(
    answers: readonly ScriptedAnswer[] | Model,
    { signal = new AbortController().signal, watch = () => {}, limits: bounds = limits }: PlayOptions = {},
  ): Promise<PlayedTurn> {
    const model = "say" in answers ? answers : new ScriptedModel(answers);
    const desk: AnsweringDesk = { model, kernel: this.host.open("played", 0), blobs: this.blobs, limits: bounds };
    await this.#begin("message", "a question");
    return play(answer(this.page, desk, signal), watch);
  }

  async run(
    code: string,
    { signal = new AbortController().signal, watch = () => {} }: PlayOptions = {},
  ): Promise<PlayedTurn> {
    await this.#begin("run", code);
    const desk = { kernel: this.host.open("played", 0), blobs: this.blobs, limits };
    return play(runGiven(code, this.page, desk, signal), watch);
  }

  async #begin(via: "message" | "run", text: string): Promise<void> {
    this.page.beginTurn();
    const at = "2026-01-01T00:00:00+00:00";
    await this.page.append({ kind: "asked", who: { id: person, name: "Ada" }, via, text, language: "en", at });
  }
}

interface PlayOptions {
  readonly signal?: AbortSignal;
  readonly watch?: (event: TurnEvent) => void;
  readonly limits?: TurnLimits;
}

export interface PlayedTurn {
  readonly events: readonly TurnEvent[];
  readonly view: TurnView;
}

async function play(turn: AsyncIterable<TurnEvent>, watch: (event: TurnEvent) => void): Promise<PlayedTurn> {
  const events: TurnEvent[] = [];
  for await (const event of turn) {
    events.push(event);
    watch(event);
  }
  return { events, view: events.reduce(extend, emptyView("en")) };
}
