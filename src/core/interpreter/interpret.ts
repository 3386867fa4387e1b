import { Failure } from "../../failure.ts";
import { closing } from "../closing.ts";
import type { AnsweringDesk, Desk } from "../desk.ts";
import { cellId } from "../ids.ts";
import { type Ending, failed, type TurnEvent } from "../turn.ts";
import { Circles } from "./circles.ts";
import { makeRoom } from "./make-room.ts";
import type { Page } from "./page.ts";
import { refuse } from "./refuse.ts";
import { runCell } from "./run-cell.ts";
import { speak } from "./speak.ts";
import { stopper } from "./stop.ts";

/** Answers what was asked: says, runs, mends, until no code is left. Yields "ended" once, last. */
export function answer(page: Page, desk: AnsweringDesk, signal: AbortSignal): AsyncGenerator<TurnEvent> {
  return untilEnded(steps(page, desk, signal), page, signal);
}

/** Runs a person's own code, with no model. Yields "ended" once, last. */
export function runGiven(code: string, page: Page, desk: Desk, signal: AbortSignal): AsyncGenerator<TurnEvent> {
  return untilEnded(onlyCell(code, page, desk, signal), page, signal);
}

async function* untilEnded(
  turn: AsyncGenerator<TurnEvent, Ending>,
  page: Page,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent> {
  const ending = yield* guarded(turn, signal);
  yield { kind: "ended", ending: yield* recorded(ending, page) };
}

async function* guarded(
  turn: AsyncGenerator<TurnEvent, Ending>,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent, Ending> {
  try {
    return yield* turn;
  } catch (error) {
    if (signal.aborted) return stopped(signal);
    if (error instanceof Failure) return failed(error);
    throw error;
  }
}

function stopped(signal: AbortSignal): Ending {
  const by = stopper(signal);
  return by === undefined ? { why: "failed", code: "bot-restarted", facts: {} } : { why: "stopped", by };
}

/** A store that fails at the very end still leaves the person an ending: that of the store. */
async function* recorded(ending: Ending, page: Page): AsyncGenerator<TurnEvent, Ending> {
  try {
    for (const entry of closing(page.dialog.turns.at(-1)?.entries ?? [], ending)) {
      if (entry.kind === "refused")
        yield { kind: "cell-refused", cell: cellId(entry.call), code: entry.code, why: entry.why };
      await page.append(entry);
    }
    return ending;
  } catch (error) {
    if (error instanceof Failure) return failed(error);
    throw error;
  }
}

async function* steps(page: Page, desk: AnsweringDesk, signal: AbortSignal): AsyncGenerator<TurnEvent, Ending> {
  const circles = new Circles();
  for (let step = 1; step <= desk.limits.steps; step += 1) {
    yield* makeRoom(page, desk.model);
    const word = yield* speak(page, desk, `cell${step}`, signal);
    if (word.kind === "done") return { why: "answered" };
    if (word.kind === "cut") continue;
    if (circles.isRepeat(word.code)) {
      yield* refuse(page, word, "same-code");
      return { why: "going-in-circles" };
    }
    const cell = yield* runCell(page, desk, word, signal);
    if (circles.add(word.code, cell)) return { why: "going-in-circles" };
  }
  return { why: "out-of-steps", limit: desk.limits.steps };
}

async function* onlyCell(code: string, page: Page, desk: Desk, signal: AbortSignal): AsyncGenerator<TurnEvent, Ending> {
  const call = { id: "cell1", code };
  if (code.length > desk.limits.codeCharacters) yield* refuse(page, call, "too-long");
  else yield* runCell(page, desk, call, signal);
  return { why: "answered" };
}
