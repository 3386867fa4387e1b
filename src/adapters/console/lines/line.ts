/** What a piece of text is, and so how it looks. */
export type Style =
  | "person"
  | "prose"
  | "strong"
  | "result"
  | "stderr"
  | "error"
  | "error-name"
  | "own"
  | "dim"
  | "table-head"
  | "code"
  | "code-keyword"
  | "code-string"
  | "code-number"
  | "code-comment"
  | "code-name"
  | "code-builtin"
  | "code-meta";

export interface Span {
  readonly text: string;
  readonly style: Style;
}

/** A picture that a line stands for, in the terminal's own protocol. */
export interface Inline {
  /** The whole control sequence; it leaves the cursor where it was. */
  readonly sequence: string;
  readonly rows: number;
}

/** One line as a program or person wrote it; the terminal may need several rows for it. */
export interface Line {
  readonly spans: readonly Span[];
  /** Stands before the line; its rows are as far in. */
  readonly gutter?: Span;
  /** Whether rows break between words. */
  readonly words: boolean;
  readonly inline?: Inline;
}

export function line(text: string, style: Style, rest: { gutter?: Span; words?: boolean } = {}): Line {
  return { spans: [{ text, style }], words: rest.words ?? false, ...(rest.gutter ? { gutter: rest.gutter } : {}) };
}

/** Whether two lines look alike; the same line is so at once. */
export function sameLine(one: Line, other: Line): boolean {
  if (one === other) return true;
  if (one.words !== other.words || one.gutter?.text !== other.gutter?.text) return false;
  if (one.gutter?.style !== other.gutter?.style || one.inline?.sequence !== other.inline?.sequence) return false;
  if (one.spans.length !== other.spans.length) return false;
  return one.spans.every((span, index) => {
    const against = other.spans[index];
    return span.text === against?.text && span.style === against.style;
  });
}
