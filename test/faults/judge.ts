import type { Entry, RecordedTurn } from "../../src/core/dialog.ts";
import type { ThreadId } from "../../src/core/ids.ts";
import { viewOf } from "../../src/core/replay.ts";
import { Dialogs } from "../../src/core/store/record/dialogs.ts";
import type { Store } from "../../src/core/store/store.ts";
import { words } from "../../src/core/words/words.ts";
import type { Said, Shown, Stage } from "./stage.ts";
import { wrongOutputs } from "./variables.ts";

/** How the sentence begins that a store that is away brings about. */
const storeGone = "The bot's store cannot be reached";

/** Commands that the bot answers by itself, and that no record keeps. */
const asksTheBot = /^!(?:help|vars|stop)/;

export interface Verdict {
  /** What is not as it was promised: nothing, if all is well. */
  readonly wrong: readonly string[];
  /** How many messages were held against the one before them in their thread. */
  readonly ordered: number;
}

/** Looks at all that was said and shown, once all is quiet. */
export async function judge(stage: Stage, said: readonly Said[], store: Store): Promise<Verdict> {
  const shown = stage.shown();
  const turns = new Map<ThreadId, readonly RecordedTurn[]>();
  for (const { thread } of said) turns.set(thread, (await new Dialogs(store).open(thread)).dialog.turns);
  const known = new Set<unknown>(said.map(({ id }) => id));
  const orders = [...turns].map(([thread, record]) => followed(record, of(thread, said)));
  const wrong = [
    ...shown.filter(({ answers }) => !known.has(answers)).map(({ text }) => `answers nothing: ${text}`),
    ...said.flatMap((message) => wrongAnswer(message, shown, turns.get(message.thread) ?? [], stage)),
    ...[...turns].flatMap(([thread, record]) => [
      ...wrongTurns(record, of(thread, said), shown).map((what) => `${thread} ${what}`),
      ...wrongOutputs(record).map((what) => `${thread} ${what}`),
    ]),
    ...orders.flat().flatMap(crossed),
  ];
  return { wrong, ordered: orders.flat().length };
}

/** What was said and has no answer yet, or one that goes on. */
export function unquiet(stage: Stage, said: readonly Said[]): readonly Said[] {
  const shown = Map.groupBy(stage.shown(), ({ answers }) => answers);
  return said.filter(({ id }) => {
    const answer = shown.get(id) ?? [];
    return answer.length === 0 || answer.some(({ going }) => going);
  });
}

function wrongAnswer(
  { id, text, place }: Said,
  shown: readonly Shown[],
  turns: readonly RecordedTurn[],
  stage: Stage,
): readonly string[] {
  const answer = shown.filter(({ answers }) => answers === id);
  const about = `'${text}' (${id})`;
  if (answer.length === 0) return [`${about} got no answer`];
  const keys = answer.map(({ key }) => key);
  const wrong: string[] = [];
  if (new Set(keys).size < keys.length) wrong.push(`${about} got an answer twice: ${keys.join()}`);
  if (keys.join() !== keys.toSorted().join()) wrong.push(`${about} got its answer in the order ${keys.join()}`);
  for (const part of answer) {
    if (part.place !== place) wrong.push(`${about} was answered in ${part.place} instead of ${place}`);
    if (part.going) wrong.push(`${about} still has a button under its answer`);
  }
  const mine = turns.filter(({ entries }) => asks(entries, id));
  if (mine.length > 1) wrong.push(`${about} was taken up ${mine.length} times`);
  const [turn] = mine;
  return [...wrong, ...(turn === undefined ? unrecorded(about, text, answer) : unlike(about, answer, turn, stage))];
}

/** A command's answer, or why there is none, is the bot's own word. */
function unrecorded(about: string, text: string, answer: readonly Shown[]): readonly string[] {
  const own = asksTheBot.test(text) || answer.some((part) => part.cut !== undefined || part.text.includes("▸"));
  return own ? [] : [`${about} is answered without a record`];
}

function unlike(about: string, answer: readonly Shown[], { entries }: RecordedTurn, stage: Stage): readonly string[] {
  const view = viewOf(entries);
  const ownCode = entries.some((entry) => entry.kind === "asked" && entry.via === "run");
  const wanted = stage.looks(view, ownCode).map((text) => text.trim());
  const seen = answer.map(({ text }) => text.trim());
  // A store that is away cannot keep that it was.
  if (lastLine(seen)?.includes(storeGone) === true) return [];
  // What was shown stays in sight though the store could not keep it.
  const unkept = entries.some(
    (entry) =>
      (entry.kind === "refused" && entry.why === "unknown") ||
      (entry.kind === "ended" && entry.ending.why === "failed" && entry.ending.code === "store-gone"),
  );
  for (const { text, cut } of answer) {
    if (cut !== undefined) return unkept ? [] : unlikeCut(about, wanted, text, cut, entries);
  }
  const same = unkept ? lastLine(wanted) === lastLine(seen) : wanted.join("\n") === seen.join("\n");
  return same ? [] : [`${about} shows ${JSON.stringify(seen)}, and its record ${JSON.stringify(wanted)}`];
}

/** An answer that stays as it was when the bot was killed; where it was to go on, the next start says that it was cut off. */
function unlikeCut(
  about: string,
  wanted: readonly string[],
  shown: string,
  said: string,
  entries: readonly Entry[],
): readonly string[] {
  if (entries.some((entry) => entry.kind === "ended" && isCutOff(entry))) {
    return said.includes(words("en").console.cutOff) ? [] : [`${about} was cut off, and the next start says: ${said}`];
  }
  const whole = wanted.join("\n");
  return whole.startsWith(shown.trim()) ? [] : [`${about} shows ${shown}, which is no beginning of ${whole}`];
}

function isCutOff(entry: Extract<Entry, { readonly kind: "ended" }>): boolean {
  return entry.ending.why === "failed" && entry.ending.code === "bot-restarted";
}

function lastLine(texts: readonly string[]): string | undefined {
  return texts.join("\n").split("\n").at(-1);
}

/** Turns have one number each, an ending, and a message that was said. */
function wrongTurns(turns: readonly RecordedTurn[], said: readonly Said[], shown: readonly Shown[]): readonly string[] {
  const gaps = turns.filter(({ number }, at) => number !== at + 1).map(({ number }) => `has no turn before ${number}`);
  const open = turns.filter(({ entries }) => entries.at(-1)?.kind !== "ended" && !lost(entries, said, shown));
  const strangers = turns.filter(
    ({ entries }) => !said.some(({ id }) => asks(entries, id)) && entries.some(({ kind }) => kind === "asked"),
  );
  return [
    ...gaps,
    ...open.map(({ number }) => `has no ending of turn ${number}`),
    ...strangers.map(({ number }) => `has a turn ${number} that nobody asked for`),
  ];
}

/** Two messages of a thread of which the bot took the first one first, and whether it was also said first. */
interface Followed {
  readonly first: Said;
  readonly second: Said;
  readonly right: boolean;
}

/** What was said to one life of the bot, each with what the bot took before it; without what may have come late. */
function followed(turns: readonly RecordedTurn[], said: readonly Said[]): readonly Followed[] {
  const places = turns
    .map(({ entries }) => said.findIndex(({ id, life }) => life !== 0 && asks(entries, id)))
    .filter((place) => place !== -1);
  return places.slice(1).flatMap((place, at) => {
    const [before = -1] = places.slice(at);
    const [first, second] = [said[before], said[place]];
    if (first === undefined || second === undefined || first.life !== second.life) return [];
    return [{ first, second, right: before < place }];
  });
}

function crossed({ first, second, right }: Followed): readonly string[] {
  return right ? [] : [`'${second.text}' (${second.id}) was taken after '${first.text}', which was said behind it`];
}

/** Whether the person was told that the store was away, which may have kept no more than that a turn began. */
function lost(entries: readonly Entry[], said: readonly Said[], shown: readonly Shown[]): boolean {
  const anyone = entries.every(({ kind }) => kind !== "asked");
  const ids = said.map(({ id }) => id).filter((id) => anyone || asks(entries, id));
  return shown.some(({ answers, text }) => answers !== undefined && ids.includes(answers) && text.includes(storeGone));
}

function of(thread: ThreadId, said: readonly Said[]): readonly Said[] {
  return said.filter((message) => message.thread === thread);
}

function asks(entries: readonly Entry[], id: Said["id"]): boolean {
  return entries.some((entry) => entry.kind === "asked" && entry.message === id);
}
