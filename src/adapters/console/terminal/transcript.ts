import { type Line, sameLine } from "../lines/line.ts";
import { type Row, wrap } from "../lines/wrap.ts";
import { sameRow } from "./frame.ts";

interface Segment {
  readonly id: string;
  lines: readonly Line[];
  open: boolean;
  /** Lines of the message that earlier segments show. */
  readonly skip: number;
  /** Rows that scrolled away before the message changed above them: they stay, and the message follows anew. */
  ghost: readonly Row[];
}

interface Archived {
  readonly lines: readonly Line[];
  readonly skip: number;
  /** The newest lines, where they wait for the message to be closed. */
  later?: readonly Line[];
}

/**
 * The messages in the order in which they were first put. One that has scrolled away goes on at the end: with what it
 * grew by, or as a whole, once it is closed, where it changed otherwise.
 */
export class Transcript {
  #segments: Segment[] = [];
  readonly #archived = new Map<string, Archived>();
  #newest = "";

  put(id: string, lines: readonly Line[], open: boolean): void {
    const live = this.#segments.find((segment) => segment.id === id);
    if (live !== undefined) {
      const old = live.lines;
      live.lines = lines.slice(live.skip).map((line, at) => keep(old[at], line));
      live.open = open;
      return;
    }
    const skip = this.#skip(id, lines, open);
    if (skip === undefined) return;
    this.#segments.push({ id, lines: lines.slice(skip), open, skip, ghost: [] });
    this.#newest = id;
  }

  shut(id: string): void {
    const later = this.#archived.get(id)?.later;
    if (later !== undefined) this.put(id, later, false);
  }

  remove(id: string): void {
    const segment = this.#segments.find((one) => one.id === id);
    if (segment !== undefined) [segment.lines, segment.open] = [[], false];
    this.#archived.delete(id);
  }

  forget(prefix: string): void {
    for (const id of this.#archived.keys()) if (id.startsWith(prefix)) this.#archived.delete(id);
  }

  /** All rows of messages that have not wholly scrolled away. Their first `scrolled` rows are as they were drawn. */
  rows(columns: number, drawn: readonly Row[], scrolled: number): readonly Row[] {
    const rows: Row[] = [];
    for (const segment of this.#segments) {
      const start = rows.length;
      let own = rowsOf(segment, columns);
      const fixed = drawn.slice(start, Math.max(start, scrolled));
      if (fixed.some((row, at) => !sameRow(row, own[at]))) {
        segment.ghost = fixed;
        own = rowsOf(segment, columns);
      }
      rows.push(...own);
    }
    return rows;
  }

  /** Lets go of messages whose rows have all scrolled away; returns how many rows they had. */
  archive(columns: number, scrolled: number): number {
    let gone = 0;
    for (let first = this.#segments[0]; first !== undefined; first = this.#segments[0]) {
      const rows = rowsOf(first, columns).length;
      if (gone + rows > scrolled) break;
      gone += rows;
      this.#shift(first);
    }
    return gone;
  }

  /** Takes all rows as they stand for gone. */
  seal(): void {
    for (const segment of this.#segments) this.#shift(segment);
  }

  #shift(segment: Segment): void {
    this.#segments = this.#segments.filter((one) => one !== segment);
    this.#archived.set(segment.id, { lines: segment.lines, skip: segment.skip });
  }

  #skip(id: string, lines: readonly Line[], open: boolean): number | undefined {
    const before = this.#archived.get(id);
    if (before === undefined) return 0;
    const shown = before.lines;
    const unchanged = shown.findIndex((line, at) => !isSame(line, lines[before.skip + at]));
    if (unchanged < 0 && lines.length === before.skip + shown.length) return undefined;
    const grew = unchanged < 0 || unchanged === shown.length - 1;
    if (grew) return before.skip + (unchanged < 0 ? shown.length : unchanged);
    if (!open || this.#newest === id) return 0;
    before.later = lines;
    return undefined;
  }
}

function rowsOf({ ghost, lines }: Segment, columns: number): readonly Row[] {
  return [...ghost, ...lines.flatMap((line) => wrap(line, columns))];
}

function isSame(line: Line, other: Line | undefined): boolean {
  return other !== undefined && sameLine(line, other);
}

/** The old line where nothing changed, since its rows are known. */
function keep(old: Line | undefined, line: Line): Line {
  return old !== undefined && sameLine(old, line) ? old : line;
}
