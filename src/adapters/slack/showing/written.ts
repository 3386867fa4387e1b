import type { types } from "@slack/bolt";
import type { Button } from "../../../core/adapter.ts";
import type { ReplyRef } from "../../../core/ids.ts";
import type { Words } from "../../../core/words/vocabulary.ts";
import { escaped } from "./slack-markup.ts";

type Block = types.MarkdownBlock | types.ActionsBlock;

/** Text that stands in notifications, and where no blocks are shown. */
const fallbackCharacters = 300;
/** Slack cuts a longer text off. */
const plainCharacters = 40_000;
/** Longest text of a button. */
const labelCharacters = 75;

export interface Written {
  readonly text: string;
  readonly blocks: Block[];
}

/** Markdown and buttons as a message of Slack. */
export function written(markdown: string, buttons: readonly Button[], ref: ReplyRef, words: Words): Written {
  const shown = markdown.trim() === "" ? "…" : markdown;
  const elements = buttons.map((button) => buttonOf(button, ref, words));
  const actions: Block[] = elements.length === 0 ? [] : [{ type: "actions", elements }];
  return { text: escaped(cut(shown, fallbackCharacters)), blocks: [{ type: "markdown", text: shown }, ...actions] };
}

/** The same message without blocks, for where Slack takes none. */
export function plain(markdown: string): Written {
  return { text: cut(escaped(markdown.trim() === "" ? "…" : markdown), plainCharacters), blocks: [] };
}

function buttonOf(button: Button, ref: ReplyRef, { chat }: Words): types.Button {
  const label = chat[button].slice(0, labelCharacters);
  return { type: "button", action_id: button, text: { type: "plain_text", text: label }, value: ref };
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
