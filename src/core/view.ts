import type { CellEnd } from "../kernel/session.ts";
import type { CellId } from "./ids.ts";
import { addOutput, replaceDisplay } from "./outputs.ts";
import type { Ending, Note, Output, Refusal, TurnEvent, Wait } from "./turn.ts";
import type { Language, Sentence } from "./words/sentence.ts";

/** What a turn is busy with. */
export type Status =
  | { readonly kind: "queued"; readonly ahead: number }
  | Wait
  | { readonly kind: "thinking"; readonly characters: number }
  | { readonly kind: "writing" }
  /** `long` is what was last seen of a cell that has been running for long. */
  | { readonly kind: "running"; readonly cell: CellId; readonly long?: Long };

interface Long {
  readonly runningMs: number;
  /** 0 where that is not known. */
  readonly memoryBytes: number;
}

export interface CellBlock {
  readonly kind: "cell";
  readonly key: string;
  readonly cell: CellId;
  readonly code: string;
  /** "written" while the model writes it; the other states come with its run. */
  readonly state: "written" | "running" | "closed" | "refused";
  readonly outputs: readonly Output[];
  readonly end?: CellEnd;
  readonly refusal?: Refusal;
}

/** A part of the answer. Blocks are only ever appended, and keep their keys. */
export type Block =
  | { readonly kind: "prose"; readonly key: string; readonly text: string }
  | CellBlock
  | { readonly kind: "note"; readonly key: string; readonly note: Note }
  /** The bot's own words, such as the answer to a command. */
  | { readonly kind: "sentence"; readonly key: string; readonly text: Sentence }
  | {
      readonly kind: "table";
      readonly key: string;
      readonly header: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  /** A question shown as part of the answer, as the tour does. */
  | { readonly kind: "question"; readonly key: string; readonly text: string };

/** All of a turn so far, as a person should see it. */
export interface TurnView {
  /** In which the bot's own words about this turn are to be written. */
  readonly language: Language;
  /** Undefined once the turn has ended. */
  readonly status?: Status;
  readonly blocks: readonly Block[];
  readonly ending?: Ending;
}

export function emptyView(language: Language): TurnView {
  return { language, status: { kind: "waiting", for: "model" }, blocks: [] };
}

/** The view after one more event. Pure; the view of a turn is the fold of its events. */
export function extend(view: TurnView, event: TurnEvent): TurnView {
  switch (event.kind) {
    case "thinking":
    case "waiting":
      return { ...view, status: event };
    case "prose":
      return { ...view, status: { kind: "writing" }, blocks: addProse(view.blocks, event.text) };
    case "code":
      return { ...view, status: { kind: "writing" }, blocks: writeCode(view.blocks, event.cell, event.text) };
    case "cell-opened":
      return openCell(view, event.cell, event.code);
    case "cell-printed":
      return { ...view, blocks: print(view.blocks, event.cell, event.output) };
    case "cell-looked": {
      const { cell, runningMs, memoryBytes } = event;
      return { ...view, status: { kind: "running", cell, long: { runningMs, memoryBytes } } };
    }
    case "cell-closed":
      return {
        ...view,
        status: { kind: "waiting", for: "model" },
        blocks: changeCell(view.blocks, event.cell, (cell) => ({ ...cell, state: "closed", end: event.end })),
      };
    case "cell-refused":
      return {
        ...view,
        blocks: changeCell(writeCode(view.blocks, event.cell, ""), event.cell, (cell) => ({
          ...cell,
          code: event.code,
          state: "refused",
          refusal: event.why,
        })),
      };
    case "noted":
      return { ...view, blocks: [...view.blocks, { kind: "note", key: nextKey(view.blocks), note: event.note }] };
    case "ended":
      return { language: view.language, blocks: view.blocks, ending: event.ending };
    default:
      return event satisfies never;
  }
}

function nextKey(blocks: readonly Block[]): string {
  return `${blocks.length + 1}`;
}

function addProse(blocks: readonly Block[], text: string): readonly Block[] {
  const last = blocks.at(-1);
  if (last?.kind === "prose") return [...blocks.slice(0, -1), { ...last, text: last.text + text }];
  return text.trim() === "" ? blocks : [...blocks, { kind: "prose", key: nextKey(blocks), text: text.trimStart() }];
}

function writeCode(blocks: readonly Block[], cell: CellId, text: string): readonly Block[] {
  if (!blocks.some((block) => block.kind === "cell" && block.cell === cell)) {
    return [...blocks, { kind: "cell", key: nextKey(blocks), cell, code: text, state: "written", outputs: [] }];
  }
  return changeCell(blocks, cell, (block) => ({ ...block, code: block.code + text }));
}

function openCell(view: TurnView, cell: CellId, code: string): TurnView {
  const blocks = changeCell(writeCode(view.blocks, cell, ""), cell, (block) => ({ ...block, code, state: "running" }));
  return { ...view, status: { kind: "running", cell }, blocks };
}

function print(blocks: readonly Block[], cell: CellId, output: Output): readonly Block[] {
  if (output.kind !== "replaced") {
    return changeCell(blocks, cell, (block) => ({ ...block, outputs: addOutput(block.outputs, output) }));
  }
  return blocks.map((block) =>
    block.kind === "cell" ? { ...block, outputs: replaceDisplay(block.outputs, output) } : block,
  );
}

function changeCell(blocks: readonly Block[], cell: CellId, change: (block: CellBlock) => CellBlock): readonly Block[] {
  return blocks.map((block) => (block.kind === "cell" && block.cell === cell ? change(block) : block));
}
