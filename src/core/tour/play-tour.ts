import type { KernelSession } from "../../kernel/session.ts";
import type { CommandCall } from "../commands/command.ts";
import type { House } from "../house.ts";
import { folderName, threadId } from "../ids.ts";
import { answer } from "../interpreter/interpret.ts";
import { Stop } from "../interpreter/stop.ts";
import { ScriptedModel } from "../model/scripted-model.ts";
import type { TurnEvent } from "../turn.ts";
import { type Block, emptyView, extend, type TurnView } from "../view.ts";
import { words } from "../words/words.ts";
import { type TourTurn, tourTurns } from "./script.ts";
import { TourPage } from "./tour-page.ts";

const CHARACTERS_PER_SECOND = 90;
const PAUSE_MS = 1500;

/** Plays the tour as one growing answer: scripted words, but the real loop, reader, Python and drawing. */
export async function* playTour(call: CommandCall, house: House, signal: AbortSignal): AsyncGenerator<TurnView> {
  const { language } = call;
  const speak = words(language);
  const thread = threadId("tour", call.thread, call.at);
  const kernel = house.kernels.open(folderName(thread), 0, call.person.id);
  await using _ = { [Symbol.asyncDispose]: () => kernel.discard() };
  const page = new TourPage(thread);
  let blocks: readonly Block[] = [{ kind: "sentence", key: "label", text: speak.tourLabel }];
  for (const [index, turn] of tourTurns.entries()) {
    blocks = [...blocks, { kind: "question", key: `question${index}`, text: turn.question }];
    let view = emptyView(language);
    for await (const event of playTurn(turn, call, page, house, kernel, signal)) {
      view = extend(view, event);
      if (view.status !== undefined)
        yield { language, status: view.status, blocks: [...blocks, ...keyed(view, index)] };
    }
    blocks = [...blocks, ...keyed(view, index)];
    if (view.ending !== undefined && !asWritten(turn, view, signal))
      return yield { language, blocks, ending: view.ending };
    if (turn.stopAfterMs !== undefined) blocks = [...blocks, { kind: "sentence", key: "stop", text: speak.tourStops }];
    yield { language, status: { kind: "waiting", for: "model" }, blocks };
  }
  const end: Block = { kind: "sentence", key: "end", text: speak.tourEnd(call.syntax) };
  yield { language, blocks: [...blocks, end], ending: { why: "answered" } };
}

async function* playTurn(
  turn: TourTurn,
  call: CommandCall,
  page: TourPage,
  house: House,
  kernel: KernelSession,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent> {
  page.beginTurn();
  const who = { id: call.person.id, name: call.person.name };
  await page.append({ kind: "asked", who, via: "message", text: turn.question, language: turn.language, at: call.at });
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  const pace = { charactersPerSecond: CHARACTERS_PER_SECOND, sleep: house.sleep };
  const model = new ScriptedModel(turn.answers, { name: "tour", pace });
  await pause(house, both);
  for await (const event of answer(page, { ...house, kernel, model }, both)) {
    yield event;
    if (event.kind !== "cell-opened" || turn.stopAfterMs === undefined) continue;
    void house.sleep(turn.stopAfterMs, both).then(
      () => stop.abort(new Stop(call.person.id)),
      () => undefined,
    );
  }
}

/** A moment to read the question; a stop in it is noticed by the turn itself. */
async function pause(house: House, signal: AbortSignal): Promise<void> {
  await house.sleep(PAUSE_MS, signal).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

/** Whether the turn ended as it was written to: answered, or stopped where the script says so. */
function asWritten(turn: TourTurn, view: TurnView, signal: AbortSignal): boolean {
  if (signal.aborted) return false;
  return view.ending?.why === (turn.stopAfterMs === undefined ? "answered" : "stopped");
}

function keyed(view: TurnView, index: number): readonly Block[] {
  return view.blocks.map((block) => ({ ...block, key: `turn${index}/${block.key}` }));
}
