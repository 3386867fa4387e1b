import { systemPrompt } from "../../../../config/prompts.ts";
import type { Dialog, Entry, RecordedTurn } from "../../dialog.ts";
import type { Note } from "../../turn.ts";
import { megabytes } from "../../words/amount.ts";
import { neutralise } from "../neutralise.ts";
import type { ChatMessage, Dialect } from "./dialect.ts";
import { fenceAround } from "./fence-around.ts";
import { keptOf } from "./kept.ts";
import { endingText, refusalText, UNKNOWN } from "./remarks.ts";
import { Transcript } from "./transcript.ts";

type Asked = Extract<Entry, { readonly kind: "asked" }>;
type Overheard = Extract<Entry, { readonly kind: "overheard" }>;

const NAME_LIMIT = 80;
const TRIMMED =
  "what was said before this was left out, because it no longer fits; Python and its files were not touched.";
const RESTARTED =
  "Python was restarted: all variables, imports and functions of earlier cells are gone; files are still there.";
const CUT_OFF = "the bot was cut off before this was finished.";
const OWN_CODE = "[notebook: the person ran this code; it is not to be answered.]";

/** Code in fences of the assistant's text, results in user messages that open with a `result` fence. */
export const fenced: Dialect = {
  messages(dialog: Dialog): readonly ChatMessage[] {
    const { turns, trimmed } = keptOf(dialog);
    const transcript = new Transcript(systemPrompt());
    if (trimmed) transcript.remark(TRIMMED);
    for (const [index, turn] of turns.entries()) writeTurn(turn, index === turns.length - 1, transcript);
    return transcript.messages;
  },
};

function writeTurn(turn: RecordedTurn, last: boolean, transcript: Transcript): void {
  let given: Asked | undefined;
  let ended = false;
  for (const entry of turn.entries) {
    if (entry.kind === "asked" && entry.via === "run") given = entry;
    else if (entry.kind === "ended") {
      if (given) writeGiven(given, UNKNOWN, transcript);
      if (transcript.waitsForAssistant) transcript.assistant(`[notebook: ${endingText(entry.ending)}]`);
      else if (!given && entry.ending.why !== "answered") transcript.remark(endingText(entry.ending));
      ended = true;
      given = undefined;
    } else if (given && (entry.kind === "ran" || entry.kind === "refused")) {
      writeGiven(given, outcomeOf(entry), transcript);
      given = undefined;
    } else writeEntry(entry, transcript);
  }
  if (last || ended) return;
  if (given) return writeGiven(given, UNKNOWN, transcript);
  if (transcript.waitsForAssistant) transcript.assistant(`[notebook: ${CUT_OFF}]`);
  else transcript.remark(CUT_OFF);
}

function outcomeOf(entry: Extract<Entry, { readonly kind: "ran" | "refused" }>): string {
  if (entry.kind === "ran") return fenceAround("result", entry.result);
  return entry.why === "unknown" ? UNKNOWN : "It was not run.";
}

function writeEntry(entry: Exclude<Entry, { readonly kind: "ended" }>, transcript: Transcript): void {
  switch (entry.kind) {
    case "overheard":
      return transcript.before(written(entry));
    case "asked":
      return transcript.user(written(entry));
    case "said": {
      const words = entry.parts.map((part) => (part.kind === "thinking" ? "" : part.raw)).join("");
      return words.trim() === "" ? undefined : transcript.assistant(words);
    }
    case "ran":
      return transcript.user(fenceAround("result", entry.result));
    case "refused":
      return transcript.user(fenceAround("result", refusalText(entry.why)));
    case "noted":
      return writeNote(entry.note, transcript);
    default:
      return entry satisfies never;
  }
}

function writeNote(note: Note, transcript: Transcript): void {
  if (note.kind === "python-restarted") transcript.remark(RESTARTED);
  if (note.kind === "file-not-kept") transcript.remark(`a file came that could not be kept: ${neutralise(note.name)}.`);
}

function written(entry: Asked | Overheard): string {
  return [heading(entry), ...fileLines(entry), neutralise(entry.text)].join("\n");
}

/** A line for each file that came with a message, such as `[file: scores.csv, 12 kB, in the working folder]`. */
function fileLines({ files = [] }: Pick<Asked, "files">): readonly string[] {
  return files.map(({ name, bytes }) => `[file: ${neutralise(name)}, ${megabytes(bytes)}, in the working folder]`);
}

/** A person's own code with what became of it; the assistant's line after it keeps the roles in turn. */
function writeGiven(asked: Asked, outcome: string, transcript: Transcript): void {
  const code = fenceAround("python", neutralise(asked.text));
  transcript.user([`${heading(asked)} ran this code:`, ...fileLines(asked), code, outcome].join("\n"));
  transcript.assistant(OWN_CODE);
}

/** Who wrote and when, such as `[2026-11-23 20:01 +08:00, Ada]`. */
function heading({ who, at }: Pick<Asked, "who" | "at">): string {
  const name = neutralise(who.name.replace(/[\p{C}\p{Zl}\p{Zp}[\]]+/gu, " "))
    .trim()
    .slice(0, NAME_LIMIT);
  const [, date = at, time = "", zone = ""] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)[\d:.]*(.*)$/.exec(at) ?? [];
  return `[${[date, time, zone === "Z" ? "+00:00" : zone].filter((part) => part !== "").join(" ")}, ${name || "somebody"}]`;
}
