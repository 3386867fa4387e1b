import { Failure, type FailureCode, type FailureFacts } from "../failure.ts";
import { believedGeneration } from "./believed.ts";
import type { AskedFile, Entry } from "./dialog.ts";
import type { House } from "./house.ts";
import { answer, runGiven } from "./interpreter/interpret.ts";
import { keepFiles } from "./keep-files.ts";
import { listenBack } from "./listen-back.ts";
import { typedCode } from "./model/reader/read-all.ts";
import type { Question } from "./question.ts";
import type { OpenThread } from "./threads.ts";
import type { Note, TurnEvent } from "./turn.ts";
import { emptyView, extend, type TurnView } from "./view.ts";
import type { Language } from "./words/sentence.ts";

/** Answers a question: with the model, else by running the Python that was typed in a fence. */
export async function* askTurn(asked: Question, house: House, signal: AbortSignal): AsyncGenerator<TurnView> {
  const refused = unreadable(asked, house.limits.messageCharacters);
  if (refused !== undefined) return yield refused;
  if (house.connected !== undefined) {
    const { model } = house.connected;
    return yield* take(asked, "message", house, signal, (open) =>
      answer(open.record, { ...house, ...open, model }, signal),
    );
  }
  const code = typedCode(asked.text);
  if (code === undefined) return yield failedView(asked.language, "no-model", {});
  yield* runTurn({ ...asked, text: code }, house, signal);
}

/** Runs a person's own code in the thread's Python. */
export async function* runTurn(given: Question, house: House, signal: AbortSignal): AsyncGenerator<TurnView> {
  yield* take(given, "run", house, signal, (open) => runGiven(given.text, open.record, { ...house, ...open }, signal));
}

async function* take(
  asked: Question,
  via: "message" | "run",
  house: House,
  signal: AbortSignal,
  events: (open: OpenThread) => AsyncIterable<TurnEvent>,
): AsyncGenerator<TurnView> {
  let view = emptyView(asked.language);
  try {
    using open = await house.threads.begin(asked.thread, asked.person.id);
    open.record.beginTurn();
    for await (const event of begin(asked, via, open, house, signal)) yield (view = extend(view, event));
    for await (const event of events(open)) yield (view = extend(view, event));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    yield (view = { ...failedView(asked.language, error.code, error.facts), blocks: view.blocks });
  }
  if (view.ending !== undefined) await house.threads.finish(asked.thread, view.ending);
}

/** Records what was asked, behind what must be known before it. */
async function* begin(
  asked: Question,
  via: "message" | "run",
  open: OpenThread,
  house: House,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent> {
  for (const note of notesBefore(open)) {
    await open.record.append({ kind: "noted", note });
    yield { kind: "noted", note };
  }
  if (via === "message") yield* listenBack(asked, open, house, signal);
  const files = yield* keepFiles(asked.files ?? [], open, signal);
  await open.record.append(askedEntry(asked, via, files));
}

function askedEntry(
  { message, person, text, language, at }: Question,
  via: "message" | "run",
  files: readonly AskedFile[],
): Entry {
  const asked = { kind: "asked", message, who: { id: person.id, name: person.name }, via, text, language, at } as const;
  return files.length === 0 ? asked : { ...asked, files };
}

/** What a person and the model must know before the turn begins. */
function notesBefore({ record, kernel }: OpenThread): readonly Note[] {
  const lost = believedGeneration(record.dialog) !== undefined && !kernel.alive;
  const damaged = record.takeDamaged();
  return [
    ...(damaged > 0 ? [{ kind: "record-damaged" as const, turns: damaged }] : []),
    ...(lost ? [{ kind: "python-restarted" as const }] : []),
  ];
}

function unreadable({ text, files = [], language }: Question, limit: number): TurnView | undefined {
  if (text.trim() === "" && files.length === 0) return failedView(language, "message-empty", {});
  if (text.length > limit) return failedView(language, "message-too-long", { characters: text.length, limit });
  return undefined;
}

function failedView(language: Language, code: FailureCode, facts: FailureFacts): TurnView {
  return { language, blocks: [], ending: { why: "failed", code, facts } };
}
