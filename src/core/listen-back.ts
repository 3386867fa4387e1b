import type { Earlier } from "./adapter.ts";
import type { AskedFile, Dialog } from "./dialog.ts";
import type { House } from "./house.ts";
import { keepFiles } from "./keep-files.ts";
import type { Question } from "./question.ts";
import type { OpenThread } from "./threads.ts";
import { zonedTime } from "./time.ts";
import type { TurnEvent } from "./turn.ts";

/** What is asked of a platform at most. */
const MESSAGES = 40;
/** Share of the model's context that may be filled with it, by the least that a character costs. */
const CONTEXT_SHARE = 1 / 4;

/** Records what people said in a thread before its first question, and keeps their files, so that the model knows them. */
export async function* listenBack(
  asked: Question,
  open: OpenThread,
  house: House,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent> {
  const { record } = open;
  if (house.connected === undefined || hasAsked(record.dialog)) return;
  const heard = await asked.earlier(MESSAGES).catch((error: unknown) => String(error).slice(0, 200));
  if (typeof heard === "string") {
    const noted = { kind: "noted", note: { kind: "earlier-unread", reason: heard } } as const;
    await record.append(noted);
    return yield noted;
  }
  const room = Math.floor(house.connected.model.contextTokens * CONTEXT_SHARE);
  for (const said of newest(heard, room)) {
    const files = yield* keepFiles(said.files, open, signal);
    await record.append(overheard(said, files));
  }
}

function hasAsked({ turns }: Dialog): boolean {
  return turns.some(({ entries }) => entries.some((entry) => entry.kind === "asked" && entry.via === "message"));
}

/** The newest messages that fit into so many characters together. */
function newest(heard: readonly Earlier[], room: number): readonly Earlier[] {
  let used = 0;
  const tooFar = heard.findLastIndex(({ text, person }) => (used += text.length + person.name.length + 40) > room);
  return heard.slice(tooFar + 1);
}

function overheard({ person, text, at }: Earlier, files: readonly AskedFile[]) {
  const who = { id: person.id, name: person.name };
  return { kind: "overheard", who, text, files, at: zonedTime(at, person.timeZone) } as const;
}
