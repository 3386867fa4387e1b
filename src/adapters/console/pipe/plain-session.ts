import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import type { Deliver, Delivery, Listener, Reply } from "../../../core/adapter.ts";
import { deliveryId, type ReplyRef, replyRef } from "../../../core/ids.ts";
import type { TurnView } from "../../../core/view.ts";
import type { Sentence } from "../../../core/words/sentence.ts";
import { words } from "../../../core/words/words.ts";
import { Draft } from "../../draft.ts";
import { type ReadMessage, readMessage } from "../../read-message.ts";
import { safeText } from "../../safe-text.ts";
import type { ConsoleOptions } from "../console-options.ts";
import { Files } from "../files.ts";
import type { Session } from "../session.ts";
import { PlainPrinter } from "./plain-printer.ts";
import { type PlainBody, type PlainSetting, renderPlain } from "./render-plain.ts";

/** A pipe: a line is a message, and each is answered before the next is read. */
export class PlainSession implements Session {
  readonly #options: ConsoleOptions;
  readonly #files: Files;
  readonly #done = Promise.withResolvers<void>();
  readonly #leaving = new AbortController();
  #answered = 0;

  constructor(options: ConsoleOptions) {
    this.#options = options;
    this.#files = new Files(options.blobs, options.dataFolder, options.workingFolder);
    // Nobody may look at `done` before it is settled.
    this.#done.promise.catch(() => undefined);
    options.output.on("error", this.#outputFailed);
    // Nobody reads what is said aside: that is no reason to end the answers.
    options.errors.on("error", () => undefined);
  }

  get done(): Promise<void> {
    return this.#done.promise;
  }

  async start({ deliver }: Listener): Promise<void> {
    this.#read(deliver).then(this.#done.resolve, this.#done.reject);
  }

  reopen(ref: ReplyRef, ownCode: boolean): Reply {
    return this.#reply(ref, ownCode ? "code" : "answer");
  }

  tell(sentence: Sentence): void {
    this.#options.errors.write(`${safeText(sentence)}\n`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#leaving.abort();
    this.#options.input.pause();
    this.#done.resolve();
  }

  async #read(deliver: Deliver): Promise<void> {
    const { signal } = this.#leaving;
    const lines = createInterface({ input: this.#options.input, crlfDelay: Number.POSITIVE_INFINITY, signal });
    let begun = "";
    for await (const line of lines) {
      if (line.endsWith("\\")) {
        begun += `${line.slice(0, -1)}\n`;
        continue;
      }
      const text = begun + line;
      begun = "";
      await this.#answer(text, deliver);
      if (signal.aborted) return;
    }
    if (begun !== "") await this.#answer(begun, deliver);
  }

  async #answer(text: string, deliver: Deliver): Promise<void> {
    if (text.trim() === "") return;
    const { threads, person } = this.#options;
    const message = readMessage(text, "/");
    const [thread, name] = [threads.current(), randomUUID()];
    const reply = this.#reply(replyRef(thread, name), mannerOf(message));
    const about = { id: deliveryId(thread, name), thread, person, at: Date.now(), addressed: true };
    await deliver({ ...message, ...about }, reply);
    await unlessAborted(reply.ended, this.#leaving.signal);
    if (this.#leaving.signal.aborted) return;
    await reply.settle();
    this.#answered++;
    if (message.kind === "commanded" && message.name === "new") await threads.next();
  }

  #reply(ref: ReplyRef, manner: PlainSetting["manner"]): PlainReply {
    return new PlainReply(ref, this.#options, this.#files, { manner, follows: this.#answered > 0 });
  }

  // A reader that has gone, as `head` does, is no fault: nobody is left to answer to.
  readonly #outputFailed = (error: NodeJS.ErrnoException) => {
    this.#leaving.abort();
    if (error.code === "EPIPE") this.#done.resolve();
    else this.#done.reject(error);
  };
}

class PlainReply implements Reply {
  readonly ref: ReplyRef;
  readonly ownCode: boolean;
  readonly #errors: ConsoleOptions["errors"];
  readonly #draft: Draft<TurnView, PlainBody>;
  readonly #ended = Promise.withResolvers<void>();

  constructor(
    ref: ReplyRef,
    { output, errors, person }: ConsoleOptions,
    files: Files,
    how: Pick<PlainSetting, "manner" | "follows">,
  ) {
    this.ref = ref;
    this.ownCode = how.manner === "code";
    this.#errors = errors;
    let { language } = person;
    const render = (view: TurnView) => {
      language = view.language;
      return renderPlain(view, { ...how, words: words(language), syntax: (name) => `/${name}` });
    };
    this.#draft = new Draft(new PlainPrinter(output, errors, files, () => words(language), render));
  }

  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  draw(view: TurnView): void {
    this.#draft.draw(view);
    if (view.ending !== undefined) this.#ended.resolve();
  }

  settle(): Promise<Delivery> {
    return this.#draft.settle();
  }

  async whisper(sentence: Sentence): Promise<void> {
    this.#errors.write(`${safeText(sentence)}\n`);
  }
}

function mannerOf(message: ReadMessage): PlainSetting["manner"] {
  if (message.kind === "asked" || message.name === "tour") return "answer";
  return message.name === "run" ? "code" : "told";
}

/** Resolves with the work, or when the signal aborts. */
function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const abort = () => resolve();
  signal.addEventListener("abort", abort);
  if (signal.aborted) abort();
  work.then(resolve, resolve);
  return promise.finally(() => signal.removeEventListener("abort", abort));
}
