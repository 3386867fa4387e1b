import type { Button } from "../../core/adapter.ts";
import type { TurnView } from "../../core/view.ts";
import type { Posted, Wanted } from "../reconcile.ts";
import { answerParts } from "./answer-parts.ts";
import type { ChatBody } from "./chat-body.ts";
import { heldProse } from "./held-prose.ts";
import type { AnswerSetting, Part } from "./part.ts";
import { splitText, withWholeBlocks } from "./split-text.ts";

type Upload = Exclude<ChatBody, { readonly kind: "text" }>;
type Segment = { readonly kind: "markdown"; readonly text: string } | Upload;

/**
 * The messages of an answer: text that flows until an upload, the upload, the text after it. A message's key is its
 * place, so what is posted stands in the order that is wanted. Where text that others follow has grown out of its
 * messages, its rest becomes a file at the end of the whole answer.
 */
export function renderChat(
  view: TurnView,
  posted: readonly Posted<ChatBody>[],
  setting: AnswerSetting,
): readonly Wanted<ChatBody>[] {
  const bodies: ChatBody[] = [];
  const rests: string[] = [];
  for (const segment of segmentsOf(answerParts(view, setting))) {
    if (segment.kind !== "markdown") bodies.push(segment);
    else {
      const { texts, rest } = fitted(segment.text, roomAt(bodies.length, posted), setting);
      bodies.push(...texts.map((text) => ({ kind: "text", text, buttons: [] }) as const));
      if (rest !== "") rests.push(rest);
    }
  }
  // What once stood is not taken away while nothing replaces it.
  if (bodies.length === 0 && view.status !== undefined && (posted.length > 0 || setting.waitedLong)) {
    const doing = setting.markup.own(setting.words.status(view.status));
    bodies.push({ kind: "text", text: doing, buttons: [] });
  }
  if (rests.length > 0 && view.ending !== undefined)
    bodies.push({ kind: "file", name: restName, text: rests.join("\n") });
  return wantedOf(bodies, buttonsOf(view));
}

const restName = "rest.txt";

function segmentsOf(parts: readonly Part[]): readonly Segment[] {
  const segments: Segment[] = [];
  for (const part of parts) {
    const last = segments.at(-1);
    if (part.kind === "markdown" && last?.kind === "markdown") {
      segments.splice(-1, 1, { kind: "markdown", text: `${last.text}${gap(last.text, part.text)}${part.text}` });
    } else segments.push(part);
  }
  return segments;
}

/** Paragraphs are parted by an empty line; a fence parts by itself. */
function gap(before: string, after: string): string {
  return before.endsWith("```") || after.startsWith("```") ? "\n" : "\n\n";
}

/** How many messages a text may fill that begins at this place: what others already follow can be changed, never split. */
function roomAt(place: number, posted: readonly Posted<ChatBody>[]): number {
  const behind = posted.slice(place);
  const texts = behind.findIndex(({ body }) => body.kind !== "text");
  return texts > 0 ? texts : Number.POSITIVE_INFINITY;
}

function fitted(
  text: string,
  room: number,
  { markup, words }: AnswerSetting,
): { readonly texts: readonly string[]; readonly rest: string } {
  const pieces = splitText(text, markup.textLimit);
  // Where a piece was ended in the middle of code in a line, what is left of it must not pair with what follows.
  const texts = pieces.length > 1 ? pieces.map(heldProse) : pieces;
  if (texts.length <= room) return { texts, rest: "" };
  const note = markup.own(words.chat.restInFile(restName));
  const last = texts[room - 1] ?? "";
  const kept = last.slice(0, Math.max(0, markup.textLimit - note.length - 40)).replace(/[\ud800-\udbff]$/, "");
  const rest = [last.slice(kept.length), ...texts.slice(room)].join("\n");
  return { texts: [...texts.slice(0, room - 1), `${withWholeBlocks(kept)}\n${note}`], rest };
}

/** None under an answer that has ended; more time is for a cell that takes long. */
function buttonsOf({ status, ending }: TurnView): readonly Button[] {
  if (ending !== undefined) return [];
  return status?.kind === "running" && status.long !== undefined ? ["more", "stop"] : ["stop"];
}

/** While the answer goes on, the last text can grow and has the buttons. */
function wantedOf(bodies: readonly ChatBody[], buttons: readonly Button[]): readonly Wanted<ChatBody>[] {
  const lastText = buttons.length > 0 ? bodies.findLastIndex(({ kind }) => kind === "text") : -1;
  return bodies.map((body, at) => {
    const open = at === lastText;
    return { key: `m${at + 1}`, open, body: open && body.kind === "text" ? { ...body, buttons } : body };
  });
}
