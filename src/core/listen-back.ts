import type { Earlier } from "./adapter.ts";
import type { Dialog } from "./dialog.ts";
import type { House } from "./house.ts";
import type { Page } from "./interpreter/page.ts";
import type { Question } from "./take-turn.ts";
import { zonedTime } from "./time.ts";
import { extend, type TurnView } from "./view.ts";

/** What is asked of a platform at most. */
const MESSAGES = 40;
/** Share of the model's context that may be filled with it, by the least that a character costs. */
const CONTEXT_SHARE = 1 / 4;

/** Records what people said in a thread before its first question, so that the model knows what it is about. */
export async function* listenBack(
  asked: Question,
  page: Page,
  view: TurnView,
  house: House,
): AsyncGenerator<TurnView, TurnView> {
  if (house.connected === undefined || hasAsked(page.dialog)) return view;
  const heard = await asked.earlier(MESSAGES).catch((error: unknown) => String(error).slice(0, 200));
  if (typeof heard === "string") {
    const noted = { kind: "noted", note: { kind: "earlier-unread", reason: heard } } as const;
    await page.append(noted);
    const shown = extend(view, noted);
    yield shown;
    return shown;
  }
  const room = Math.floor(house.connected.model.contextTokens * CONTEXT_SHARE);
  for (const said of newest(heard, room)) await page.append(overheard(said));
  return view;
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

function overheard({ person, text, files, at }: Earlier) {
  const who = { id: person.id, name: person.name };
  return {
    kind: "overheard",
    who,
    text,
    files: files.map(({ name }) => name),
    at: zonedTime(at, person.timeZone),
  } as const;
}
