import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PassThrough, Writable } from "node:stream";
import type { ConsoleAdapter } from "../../src/adapters/console/console-adapter.ts";
import { renderPlain } from "../../src/adapters/console/pipe/render-plain.ts";
import { TerminalThreads } from "../../src/adapters/console/terminal-threads.ts";
import type { Adapter, Incoming } from "../../src/core/adapter.ts";
import type { House } from "../../src/core/house.ts";
import type { DeliveryId } from "../../src/core/ids.ts";
import type { Blobs } from "../../src/core/store/blobs.ts";
import type { TurnView } from "../../src/core/view.ts";
import { words } from "../../src/core/words/words.ts";
import { welcome } from "../../src/main/talk-in-terminal.ts";
import { WatchedAdapter } from "../../src/watch/ports/watched-adapter.ts";
import type { ReplyWatcher } from "../../src/watch/ports/watched-reply.ts";
import { consoleOn } from "../fakes/console-streams.ts";
import type { Random } from "./random.ts";
import type { Harm, Links, Said, Shown, Stage } from "./stage.ts";

const PATIENCE_MS = 10_000;
const SLOW_MS = 40;

/** One answer in a pipe. */
interface Printed {
  readonly answers: DeliveryId;
  readonly place: string;
  text: string;
  going: boolean;
  /** What the next process said, where this one was killed over it. */
  cut: string | undefined;
}

/** One process, with a person who types the next line once the last one is answered. */
interface Sitting {
  readonly input: PassThrough;
  readonly adapter: ConsoleAdapter;
  readonly threads: TerminalThreads;
  /** What the process before answered last. */
  readonly before: Printed | undefined;
  /** What is answered. */
  now?: Printed;
  killed: boolean;
  /** Called with each message. */
  heard: (incoming: Incoming) => void;
}

/** A pipe: a bot that is killed takes with it what it was about to say, and the next one tells that it was cut off. */
export class ConsoleStage implements Stage {
  readonly platform = "console";
  readonly now = Date.now;
  readonly #folder: string;
  readonly #printed: Printed[] = [];
  #sitting: Sitting | undefined;
  #lives = 0;
  /** Writes that the reader is slow to take. */
  #slow = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async start(): Promise<ConsoleStage> {
    return new ConsoleStage(await mkdtemp(join(tmpdir(), "threadbook-pipe-")));
  }

  looks(view: TurnView, ownCode: boolean): readonly string[] {
    const speak = words(view.language);
    const setting = { manner: ownCode ? "code" : "answer", follows: false, words: speak, syntax: slashed } as const;
    const texts = renderPlain(view, setting).map(({ body }) => (body.kind === "text" ? body.text : body.kind));
    return [dense(texts.join(""))];
  }

  async open({ blobs }: { readonly blobs: Blobs }): Promise<Adapter> {
    const threads = await TerminalThreads.open(join(this.#folder, "thread"));
    const output = new Writable({
      write: (chunk, _, done) => {
        this.#print(sitting, String(chunk));
        this.#passOn(done);
      },
    });
    const errors = new Writable({
      write: (chunk, _, done) => {
        this.#print(sitting, String(chunk));
        done();
      },
    });
    const { adapter, input } = consoleOn(false, this.#folder, { output, errors, blobs, threads });
    const before = this.#printed.at(-1);
    const sitting: Sitting = { input, adapter, threads, before, killed: false, heard: () => undefined };
    this.#sitting = sitting;
    this.#lives++;
    return new WatchedAdapter(adapter, {
      heard: (incoming) => this.#heard(incoming, sitting),
      delivered: () => undefined,
      reopened: () => undefined,
    });
  }

  async welcome(house: House): Promise<void> {
    if (this.#sitting === undefined) throw new Error("Expected a bot that was opened.");
    await welcome(this.#sitting.adapter, house, this.#sitting.threads, "en");
  }

  /** In private: in the thread that is current. */
  async begin(text: string, where: "channel" | "direct"): Promise<Said | undefined> {
    if (where === "channel") await this.#sitting?.threads.next();
    return this.#say(text);
  }

  async goOn({ thread }: Said, text: string): Promise<Said | undefined> {
    return this.#sitting?.threads.current() === thread ? this.#say(text) : undefined;
  }

  async chatter(): Promise<void> {
    this.#sitting?.input.write("\n");
  }

  shown(): readonly Shown[] {
    return this.#printed.map((printed) => ({ ...printed, text: dense(printed.text), key: "answer" }));
  }

  harm(random: Random): Harm {
    this.#slow = 1 + random.below(6);
    return { what: `console slow reader ${this.#slow}`, breaks: false };
  }

  /** One line follows the other, whatever happens; each life has a pipe of its own. */
  links(): Links {
    return { made: this.#lives, open: 1 };
  }

  cut(): void {
    const sitting = this.#sitting;
    if (sitting === undefined) return;
    sitting.killed = true;
    this.#sitting = undefined;
    if (sitting.now?.going === true) Object.assign(sitting.now, { going: false, cut: "" });
  }

  calm(): void {
    this.#slow = 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Resolves once the bot has read the line, for which it first answers what it read before. */
  async #say(text: string): Promise<Said | undefined> {
    const sitting = this.#sitting;
    if (sitting === undefined) return undefined;
    const { promise, resolve, reject } = Promise.withResolvers<Incoming>();
    const late = setTimeout(
      () => reject(new Error(`Expected '${text}' to be read within ${PATIENCE_MS} ms.`)),
      PATIENCE_MS,
    );
    sitting.heard = resolve;
    sitting.input.write(`${text.replace(/^!/, "/")}\n`);
    const { id, thread } = await promise.finally(() => clearTimeout(late));
    return { id, thread, text, place: thread };
  }

  #heard(incoming: Incoming, sitting: Sitting): ReplyWatcher {
    const printed: Printed = { answers: incoming.id, place: incoming.thread, text: "", going: true, cut: undefined };
    sitting.now = printed;
    this.#printed.push(printed);
    sitting.heard(incoming);
    return { drawn: () => undefined, settled: () => Object.assign(printed, { going: false }) };
  }

  /** Before the first message a process tells of the one before. */
  #print({ now, before, killed }: Sitting, text: string): void {
    if (killed) return;
    if (now !== undefined) now.text += text;
    else if (before?.cut !== undefined) before.cut += text;
  }

  #passOn(done: () => void): void {
    if (this.#slow === 0) return done();
    this.#slow--;
    setTimeout(done, SLOW_MS);
  }
}

/** Without empty lines: whether an answer begins with one depends on what was printed before it. */
function dense(text: string): string {
  return text.replaceAll(/\n\n+/g, "\n");
}

function slashed(name: string): string {
  return `/${name}`;
}
