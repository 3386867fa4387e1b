import { styleText } from "node:util";
import stringWidth from "string-width";
import type { Finding, Sign, Subject } from "./check.ts";
import type { DoctorWords } from "./words/vocabulary.ts";

const COLOURS = { ok: "green", warning: "yellow", wrong: "red" } as const satisfies Record<Sign, string>;
const LONGEST_LINE = 600;

/** Writes a line for each finding, in columns; colours are for terminals alone, and no secret gets through. */
export class Report {
  readonly #output: NodeJS.WriteStream;
  readonly #speak: DoctorWords;
  readonly #secrets: readonly string[];
  readonly #counts: Record<Sign, number> = { ok: 0, warning: 0, wrong: 0 };

  /** @param secrets what is never written, the longest first */
  constructor(output: NodeJS.WriteStream, speak: DoctorWords, secrets: readonly string[]) {
    this.#output = output;
    this.#speak = speak;
    this.#secrets = secrets;
  }

  /** Whether something was wrong so far. */
  get failed(): boolean {
    return this.#counts.wrong > 0;
  }

  add(subject: Subject, { sign, said, more }: Finding): void {
    this.#counts[sign] += 1;
    const { signs, subjects } = this.#speak;
    const signColumn = column(signs[sign], Object.values(signs));
    const coloured = styleText(COLOURS[sign], signColumn, { stream: this.#output });
    this.#write(`${coloured}${column(subjects[subject], Object.values(subjects))}`, said);
    for (const line of more) this.#write(" ".repeat(stringWidth(signColumn)), line);
  }

  end(): void {
    this.#write("", this.#speak.summary(this.#counts.wrong, this.#counts.warning));
  }

  #write(start: string, said: string): void {
    this.#output.write(`${start}${this.#safe(said)}\n`);
  }

  /** One line without control characters, which what servers say may hold. */
  #safe(said: string): string {
    const hidden = this.#secrets.reduce((text, secret) => text.replaceAll(secret, "…"), said);
    const line = hidden.replace(/[\p{C}\s]+/gu, " ").trim();
    return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
  }
}

/** The word, as wide as the widest of them and two more. */
function column(word: string, words: readonly string[]): string {
  const width = Math.max(...words.map((one) => stringWidth(one))) + 2;
  return word + " ".repeat(width - stringWidth(word));
}
