import { Failure } from "../../failure.ts";
import type { AnsweringDesk } from "../desk.ts";
import type { SaidPart } from "../dialog.ts";
import { cellId } from "../ids.ts";
import type { Said } from "../model/model.ts";
import type { TurnEvent } from "../turn.ts";
import type { Page } from "./page.ts";
import { type Call, refuse } from "./refuse.ts";
import { type Block, Utterance } from "./utterance.ts";

/** What came of one round of saying: a cell to run, an answer without one, or a block that broke off. */
export type Word = ({ readonly kind: "call" } & Call) | { readonly kind: "done" } | { readonly kind: "cut" };

/** Lets the model say its next step, shows it as it comes, and records its exact words, also when it breaks off. */
export async function* speak(
  page: Page,
  { model, limits }: AnsweringDesk,
  call: string,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent, Word> {
  yield { kind: "waiting", for: "model" };
  const utterance = new Utterance(call);
  let why: "stop" | "length" | "cut" | undefined;
  try {
    for await (const said of model.say(page.dialog, signal)) {
      yield* show(said, utterance, call);
      utterance.add(said);
      if (said.kind === "finished") why = said.why;
      if (utterance.block !== undefined || why !== undefined || utterance.codeCharacters > limits.codeCharacters) break;
    }
    signal.throwIfAborted();
  } catch (error) {
    yield* breakOff(utterance, page, signal);
    throw error;
  }
  if (utterance.codeCharacters > limits.codeCharacters) return yield* cutShort(utterance, page);
  await record(utterance.parts, page);
  if (utterance.block !== undefined) return yield* close(utterance.block, page);
  return yield* finish(why, utterance, page);
}

function* show(said: Said, utterance: Utterance, call: string): Generator<TurnEvent> {
  if (said.kind === "queued") yield modelWait(said.ahead);
  if (said.kind === "retrying") yield { kind: "waiting", for: "model-retry" };
  if (said.kind === "thinking") yield { kind: "thinking", characters: utterance.thinkingCharacters + said.raw.length };
  if (said.kind === "prose" && said.text !== "") yield { kind: "prose", text: said.text };
  if (said.kind === "code" && said.text !== "") yield { kind: "code", cell: cellId(call), text: said.text };
}

function modelWait(ahead: number): TurnEvent {
  return ahead === 0 ? { kind: "waiting", for: "model" } : { kind: "waiting", for: "turn-at-model", ahead };
}

/** A step whose block is longer than a cell may be: neither the record nor the prompt carries all of it. */
async function* cutShort(utterance: Utterance, page: Page): AsyncGenerator<TurnEvent, Word> {
  const block = utterance.shorten();
  await record(utterance.parts, page);
  yield* refuse(page, block, "too-long");
  return { kind: "cut" };
}

/** A step that held a block: whole, or cut off before its end. */
async function* close(block: Block, page: Page): AsyncGenerator<TurnEvent, Word> {
  if (block.closed) return { kind: "call", id: block.id, code: block.code };
  yield* refuse(page, block, "cut-off");
  return { kind: "cut" };
}

/** A step that held no block: the answer, unless there is none or it broke off. */
async function* finish(
  why: "stop" | "length" | "cut" | undefined,
  utterance: Utterance,
  page: Page,
): AsyncGenerator<TurnEvent, Word> {
  if (why === "cut" || why === undefined) {
    throw new Failure(
      "model-broke-off",
      "Expected the model's stream to finish, but it closed in the middle of an answer.",
    );
  }
  if (!utterance.hasProse) throw new Failure("model-empty", "The model's answer held neither words nor code.");
  if (why === "length") {
    await page.append({ kind: "noted", note: { kind: "answer-cut" } });
    yield { kind: "noted", note: { kind: "answer-cut" } };
  }
  return { kind: "done" };
}

/** Records what was said before a stop or a failure; code that was being written is shown as not run. */
async function* breakOff(utterance: Utterance, page: Page, signal: AbortSignal): AsyncGenerator<TurnEvent> {
  const open = utterance.breakOff();
  await record(utterance.parts, page);
  if (open !== undefined) yield* refuse(page, open, signal.aborted ? "stopped" : "cut-off");
}

async function record(parts: readonly SaidPart[], page: Page): Promise<void> {
  if (parts.length > 0) await page.append({ kind: "said", parts });
}
