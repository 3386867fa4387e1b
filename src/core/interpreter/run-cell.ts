import { Failure, type FailureCode } from "../../failure.ts";
import type { CellEnd, CellEvent } from "../../kernel/session.ts";
import { believedGeneration } from "../believed.ts";
import type { Desk } from "../desk.ts";
import { cellId } from "../ids.ts";
import { resultText } from "../model/result/result-text.ts";
import { addOutput } from "../outputs.ts";
import type { Output, TurnEvent } from "../turn.ts";
import { figuresSoFar, keepFigure } from "./figures.ts";
import type { Page } from "./page.ts";
import { type Call, refuse } from "./refuse.ts";
import { type Looked, withLooks } from "./with-looks.ts";

/** A cell that ran, as the loop judges it. */
export interface RanCell {
  /** Exception name and message, where it raised. */
  readonly error?: string;
}

interface ClosedCell {
  /** The life of Python that took the cell up; undefined when none did. */
  readonly generation: number | undefined;
  readonly outputs: readonly Output[];
  readonly end: CellEnd;
}

/** Runs one cell, shows it as it happens, and records it with the text that the model is given of it. */
export async function* runCell(
  page: Page,
  desk: Desk,
  call: Call,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent, RanCell> {
  if (!desk.kernel.alive) yield { kind: "waiting", for: "kernel" };
  try {
    const believed = believedGeneration(page.dialog);
    const cell = yield* runToEnd(desk, call, believed, signal);
    if (cell.generation === undefined) {
      yield* refuse(page, call, "stopped");
      signal.throwIfAborted();
      return {};
    }
    const { outputs, end } = cell;
    const result = resultText({
      outputs,
      end,
      figuresBefore: figuresSoFar(page.dialog),
      limitCharacters: desk.limits.resultCharacters,
    });
    await page.append({ kind: "ran", call: call.id, code: call.code, outputs, end, result });
    yield { kind: "cell-closed", cell: cellId(call.id), end };
    signal.throwIfAborted();
    return errorOf(outputs);
  } catch (error) {
    if (notStarted(error)) yield* refuse(page, call, "not-started");
    throw error;
  }
}

/** @param believed the life of Python whose variables were thought to be there */
async function* runToEnd(
  desk: Desk,
  call: Call,
  believed: number | undefined,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent, ClosedCell> {
  let outputs: readonly Output[] = [];
  let generation: number | undefined;
  for await (const event of lookedAt(desk, call, signal)) {
    if (event.kind === "started") generation = event.generation;
    if (event.kind === "closed") {
      const lost = believed !== undefined && generation !== undefined && generation > believed;
      return { generation, outputs, end: lost ? { ...event.end, lostBefore: true } : event.end };
    }
    const shown = await asTurnEvent(event, call, desk);
    if (shown.kind === "cell-printed") outputs = addOutput(outputs, shown.output);
    yield shown;
  }
  throw new Error(`Expected the cell's run to end with "closed", but it ended after ${outputs.length} outputs.`);
}

function lookedAt({ kernel, betweenLooks }: Desk, call: Call, signal: AbortSignal): AsyncIterable<CellEvent | Looked> {
  const events = kernel.run(call.code, signal);
  return betweenLooks === undefined ? events : withLooks(events, () => kernel.look(), betweenLooks);
}

async function asTurnEvent(
  event: (CellEvent & { kind: "queued" | "started" | "printed" }) | Looked,
  call: Call,
  desk: Desk,
): Promise<TurnEvent> {
  const cell = cellId(call.id);
  if (event.kind === "queued") {
    if (event.ahead === 0) return { kind: "waiting", for: "kernel" };
    return { kind: "waiting", for: "turn-in-kernel-queue", ahead: event.ahead };
  }
  if (event.kind === "looked") return { ...event, kind: "cell-looked", cell };
  if (event.kind === "started") return { kind: "cell-opened", cell, code: call.code };
  return { kind: "cell-printed", cell, output: await keepFigure(event.output, desk.blobs) };
}

const NOT_STARTED: readonly FailureCode[] = [
  "kernel-not-started",
  "python-missing",
  "kernels-busy",
  "own-kernels-busy",
];

function notStarted(error: unknown): boolean {
  return error instanceof Failure && NOT_STARTED.includes(error.code);
}

function errorOf(outputs: readonly Output[]): RanCell {
  const error = outputs.findLast((output) => output.kind === "error");
  return error === undefined ? {} : { error: `${error.name}: ${error.value}` };
}
