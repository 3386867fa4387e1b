import { renameSync, statSync } from "node:fs";
import { pino } from "pino";

/** A log that is longer makes way for a fresh one, and replaces the one before it. */
const LONGEST_BYTES = 10_000_000;
/** What is kept of lines that cannot be written, until the disk takes them; more is lost. */
const KEPT_CHARACTERS = 1_000_000;

/** The file that the log is written to, a line at a time. Writing never throws: a full disk must not end a turn. */
export class LogFile {
  readonly destination: ReturnType<typeof pino.destination>;
  readonly #file: string;
  readonly #longestBytes: number;
  #bytes: number;

  /** @param tell hears once that the file cannot be written */
  constructor(file: string, tell: (sentence: string) => void, longestBytes = LONGEST_BYTES) {
    this.#file = file;
    this.#longestBytes = longestBytes;
    this.#bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    this.destination = pino.destination({ dest: file, mkdir: true, sync: true, maxLength: KEPT_CHARACTERS });
    let told = false;
    this.destination.on("error", (error: Error) => {
      if (!told) tell(`The log ${file} cannot be written: ${error.message}`);
      told = true;
    });
  }

  /** To be called with each line before it is written. */
  expect(line: string): void {
    if (this.#bytes > this.#longestBytes) this.#beginAnew();
    this.#bytes += Buffer.byteLength(line);
  }

  #beginAnew(): void {
    this.#bytes = 0;
    try {
      renameSync(this.#file, `${this.#file}.1`);
    } catch {
      // Somebody else has moved it away, or nobody may: it is opened where it is.
    }
    this.destination.reopen();
  }
}
