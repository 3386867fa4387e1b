import { appendFile, chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

const mostEntries = 500;
const mostCharacters = 4_000;

/** What was typed before, newest last, kept in a file that only its owner reads; one JSON string a line. */
export class TypedHistory {
  readonly #path: string;
  readonly #report: (reason: string) => void;
  #entries: string[] = [];
  #reported = false;

  /** @param report is called once, when what is typed cannot be kept */
  constructor(path: string, report: (reason: string) => void) {
    this.#path = path;
    this.#report = report;
  }

  get entries(): readonly string[] {
    return this.#entries;
  }

  async open(): Promise<void> {
    try {
      await mkdir(dirname(this.#path), { recursive: true });
      const lines = (await readFile(this.#path, { encoding: "utf8", flag: "a+" })).split("\n");
      await chmod(this.#path, 0o600);
      this.#entries = lines.flatMap(entryOf).slice(-mostEntries);
      if (lines.length > 2 * mostEntries) await this.#rewrite();
    } catch (error) {
      this.#fail(error);
    }
  }

  async add(text: string): Promise<void> {
    if (text.length > mostCharacters || text === this.#entries.at(-1)) return;
    this.#entries = [...this.#entries, text].slice(-mostEntries);
    await appendFile(this.#path, `${JSON.stringify(text)}\n`, { mode: 0o600 }).catch((error) => this.#fail(error));
  }

  async #rewrite(): Promise<void> {
    const text = this.#entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
    await writeFile(`${this.#path}.part`, text, { mode: 0o600 });
    await rename(`${this.#path}.part`, this.#path);
  }

  #fail(error: unknown): void {
    if (!this.#reported) this.#report(error instanceof Error ? error.message : String(error));
    this.#reported = true;
  }
}

/** Lines that are no JSON string were not written by this class, and are passed over. */
function entryOf(line: string): readonly string[] {
  if (!line.startsWith('"')) return [];
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === "string" ? [entry] : [];
  } catch {
    return [];
  }
}
