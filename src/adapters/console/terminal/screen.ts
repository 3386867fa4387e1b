import type { Writable } from "node:stream";
import { columnsOf } from "../../columns.ts";
import type { Clock } from "../clock.ts";
import type { Line } from "../lines/line.ts";
import type { Row } from "../lines/wrap.ts";
import { firstDifference, frame } from "./frame.ts";
import type { Paint } from "./palette.ts";
import { Transcript } from "./transcript.ts";

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What stands below all messages: what runs, what waits, and the prompt with its cursor. */
export interface Foot {
  readonly rows: readonly Row[];
  readonly cursor: { readonly row: number; readonly column: number };
}

export interface TerminalOutput extends Writable {
  readonly columns?: number;
  readonly rows?: number;
}

const frameMs = 30;
const synchronized = ["\x1b[?2026h\x1b[?25l\x1b[?7l", "\x1b[?7h\x1b[?25h\x1b[?2026l"] as const;

/**
 * Messages above, the foot below. What is on the terminal's visible rows is redrawn where it changed; what has scrolled
 * away is never touched.
 */
export class Screen {
  readonly #output: TerminalOutput;
  readonly #paint: Paint;
  readonly #clock: Clock;
  readonly #foot: (size: Size) => Foot;
  readonly #transcript = new Transcript();
  #drawn: readonly Row[] = [];
  /** How many of the drawn rows have scrolled away. */
  #scrolled = 0;
  #cursorRow = 0;
  #footRows = 0;
  #columns = 0;
  #cancel: (() => void) | undefined;
  #blocked = false;
  #closed = false;

  constructor(output: TerminalOutput, paint: Paint, clock: Clock, foot: (size: Size) => Foot) {
    this.#output = output;
    this.#paint = paint;
    this.#clock = clock;
    this.#foot = foot;
    this.#columns = this.size.columns;
    output.on("drain", this.#unblock);
    output.on("resize", this.#resize);
  }

  /** The last column stays free: some terminals wrap a row that is full. */
  get size(): Size {
    return { columns: Math.max(10, (this.#output.columns ?? 80) - 1), rows: Math.max(4, this.#output.rows ?? 24) };
  }

  put(id: string, lines: readonly Line[], open: boolean): void {
    this.#transcript.put(id, lines, open);
    this.touch();
  }

  /** Says that a message no longer changes. */
  shut(id: string): void {
    this.#transcript.shut(id);
    this.touch();
  }

  remove(id: string): void {
    this.#transcript.remove(id);
    this.touch();
  }

  /** Forgets messages that no longer change, so that nothing is kept of answers long gone. */
  forget(prefix: string): void {
    this.#transcript.forget(prefix);
  }

  /** Draws soon. */
  touch(): void {
    if (this.#closed) return;
    this.#cancel ??= this.#clock.after(frameMs, () => this.#draw());
  }

  /** Draws now; resolves once the terminal has taken it. */
  flush(): Promise<void> {
    this.#draw();
    return new Promise((resolve) => this.#output.write("", () => resolve()));
  }

  /** Clears the visible rows, as Ctrl-L asks; what has scrolled away stays. */
  clear(): void {
    this.#transcript.seal();
    this.#begin();
    this.#output.write("\x1b[H\x1b[2J");
    this.#draw();
  }

  /** Draws a last time without a foot, and leaves the cursor at the start of an empty row. */
  close(): void {
    if (this.#closed) return;
    this.#draw({ rows: [{ spans: [] }], cursor: { row: 0, column: 0 } });
    this.#closed = true;
    this.#output.off("drain", this.#unblock);
    this.#output.off("resize", this.#resize);
  }

  #draw(foot: Foot = this.#foot(this.size)): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#blocked || this.#closed) return;
    const { columns, rows } = this.size;
    this.#scrolled = Math.max(this.#scrolled, this.#drawn.length - rows);
    this.#archive(columns);
    const wanted = [...this.#transcript.rows(columns, this.#drawn, this.#scrolled), ...foot.rows];
    const from = Math.min(firstDifference(this.#drawn, wanted), Math.max(0, wanted.length - 1));
    const cursor = wanted.length - foot.rows.length + foot.cursor.row;
    const picture = frame({ drawn: this.#drawn.length, cursor: this.#cursorRow }, wanted, from, this.#paint);
    const place = `${up(wanted.length - 1 - cursor)}\x1b[${foot.cursor.column + 1}G`;
    this.#blocked = !this.#output.write(`${synchronized[0]}${picture}${place}${synchronized[1]}`);
    this.#drawn = wanted;
    this.#cursorRow = cursor;
    this.#footRows = foot.rows.length;
    this.#scrolled = Math.max(this.#scrolled, wanted.length - rows);
    this.#archive(columns);
  }

  #archive(columns: number): void {
    const gone = this.#transcript.archive(columns, this.#scrolled);
    this.#drawn = this.#drawn.slice(gone);
    this.#scrolled -= gone;
    this.#cursorRow -= gone;
  }

  readonly #unblock = () => {
    this.#blocked = false;
    this.touch();
  };

  // Terminals break rows that no longer fit into several; where a terminal cuts them instead, a row too many goes.
  readonly #resize = () => {
    const { columns } = this.size;
    if (columns === this.#columns) return this.touch();
    this.#columns = columns;
    const foot = this.#drawn.slice(this.#drawn.length - this.#footRows, this.#cursorRow);
    const widths = foot.map(({ spans }) => columnsOf(spans.map(({ text }) => text).join("")));
    const height = widths.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / (columns + 1))), 0);
    this.#output.write(`${up(Math.min(height, this.size.rows - 1))}\r\x1b[J`);
    this.#transcript.seal();
    this.#begin();
    this.#draw();
  };

  #begin(): void {
    this.#drawn = [];
    this.#scrolled = 0;
    this.#cursorRow = 0;
  }
}

function up(rows: number): string {
  return rows > 0 ? `\x1b[${rows}A` : "";
}
