import type { Said } from "../model.ts";

/** A part of an answer as the reader gives it out. */
export type Heard = Exclude<
  Said,
  { readonly kind: "queued" } | { readonly kind: "retrying" } | { readonly kind: "finished" }
>;

/** Why no more text comes: the model stopped by itself, reached the token limit, or the connection broke off. */
export type End = "stop" | "length" | "cut";

/** What a mode leaves: who reads on, and the text that is to be read (again) before anything new. */
export interface Next {
  readonly mode: Mode;
  readonly rest: string;
}

/**
 * One state of the reader. Each gives every character it takes out exactly once as `raw`, sooner or later.
 * What it decides may depend on the text alone, never on how the text was cut into pieces.
 */
export interface Mode {
  /** Reads a whole line, its end included. `fresh` is false when the head of the line went out before. */
  line(line: string, fresh: boolean, out: Heard[]): Next;
  /** Gives out what it can of an unfinished line; `rest` is what must wait. */
  part(line: string, fresh: boolean, out: Heard[]): Next;
  /** No more text comes. */
  end(why: End, out: Heard[]): Next;
}

/** Words for people; the model's carriage returns are not for reading. */
export function prose(raw: string, text = raw): Heard {
  return { kind: "prose", raw, text: text.replaceAll("\r", "") };
}

/** A line without its end. */
export function bodyOf(line: string): string {
  return line.replace(/\r?\n?$/, "");
}
