import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { emitKeypressEvents } from "node:readline";
import type { Listener, Reply } from "../../../core/adapter.ts";
import { commandNames } from "../../../core/commands/command-name.ts";
import { deliveryId, type ReplyRef, replyRef } from "../../../core/ids.ts";
import type { Sentence } from "../../../core/words/sentence.ts";
import { words } from "../../../core/words/words.ts";
import { type ReadMessage, readMessage } from "../../read-message.ts";
import type { ConsoleOptions } from "../console-options.ts";
import { Files } from "../files.ts";
import type { Session } from "../session.ts";
import { edit, emptyLine, insert, type Key, type TypedLine, withText } from "./editor.ts";
import { footOf, signMs } from "./foot.ts";
import { pictureProtocol } from "./inline-picture.ts";
import { paintFor } from "./palette.ts";
import { Screen } from "./screen.ts";
import { type TerminalDesk, TerminalReply } from "./terminal-reply.ts";
import { TypedHistory } from "./typed-history.ts";

/** A person at a terminal: prompt, keys, answers and what is on its way. */
export class TerminalSession implements Session {
  readonly #options: ConsoleOptions;
  readonly #screen: Screen;
  readonly #history: TypedHistory;
  readonly #desk: TerminalDesk;
  readonly #done = Promise.withResolvers<void>();
  readonly #replies = new Set<TerminalReply>();
  #listener: Listener | undefined;
  #sending: Promise<void> = Promise.resolve();
  #line: TypedLine = emptyLine;
  /** Entries back from the newest; 0 is what is being typed. */
  #back = 0;
  #kept: TypedLine = emptyLine;
  #pasting: string[] | undefined;
  #stopAsked = false;
  #leaving = false;
  #tick = 0;
  #told = 0;
  #cancelTick: (() => void) | undefined;
  #closed = false;

  constructor(options: ConsoleOptions) {
    const { output, environment, clock, blobs, dataFolder, workingFolder, person } = options;
    this.#options = options;
    this.#screen = new Screen(output, paintFor(environment), clock, (size) => {
      const shown = [...this.#replies].filter(({ over }) => !over);
      const queued = shown.filter((reply) => reply.queued && reply.asked !== undefined);
      const waiting = queued.map((reply) => ({ text: reply.asked ?? "", status: reply.doing }));
      return footOf(
        shown.filter((reply) => !reply.queued),
        waiting,
        this.#line,
        this.#tick,
        size,
      );
    });
    this.#history = new TypedHistory(join(dataFolder, "terminal-history"), (reason) =>
      this.tell(words(person.language).console.historyNotKept(reason)),
    );
    this.#desk = {
      screen: this.#screen,
      files: new Files(blobs, dataFolder, workingFolder),
      protocol: pictureProtocol(environment),
      syntax: (name) => `/${name}`,
      language: person.language,
      now: () => clock.now(),
      changed: (reply) => this.#changed(reply),
    };
  }

  get done(): Promise<void> {
    return this.#done.promise;
  }

  async start(listener: Listener): Promise<void> {
    const { input, output } = this.#options;
    this.#listener = listener;
    await this.#history.open();
    emitKeypressEvents(input);
    input.on("keypress", this.#pressed).on("end", this.#leave).on("error", this.#leave);
    output.on("error", this.#leave);
    input.setRawMode?.(true);
    // The terminal now brackets what is pasted.
    output.write("\x1b[?2004h");
    input.resume();
    this.#screen.touch();
  }

  reopen(ref: ReplyRef, ownCode: boolean): Reply {
    return this.#follow(new TerminalReply(ref, this.#desk, undefined, ownCode));
  }

  tell(sentence: Sentence): void {
    const lines = sentence.split("\n").map((text) => ({ spans: [{ text, style: "own" as const }], words: true }));
    this.#screen.put(`told/${++this.#told}`, lines, false);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const { input, output } = this.#options;
    this.#cancelTick?.();
    input.off("keypress", this.#pressed).off("end", this.#leave);
    input.setRawMode?.(false);
    input.pause();
    this.#screen.close();
    if (!output.destroyed) output.write("\x1b[?2004l");
    this.#done.resolve();
  }

  readonly #leave = () => {
    this.#leaving = true;
    this.#done.resolve();
  };

  readonly #pressed = (_: string | undefined, key: Key) => {
    if (this.#closed) return;
    if (key.name === "paste-start") this.#pasting = [];
    else if (key.name === "paste-end") this.#paste();
    else if (this.#pasting !== undefined) this.#pasting.push(key.sequence);
    else this.#key(key);
  };

  #paste(): void {
    const text = this.#pasting?.join("").replace(/\r\n?/g, "\n") ?? "";
    this.#pasting = undefined;
    this.#line = insert(this.#line, text);
    this.#screen.touch();
  }

  #key(key: Key): void {
    if (key.ctrl && key.name === "c") this.#interrupt();
    else if (key.ctrl && key.name === "d" && this.#line.text === "") this.#leave();
    else if (key.ctrl && key.name === "d")
      this.#line = edit(this.#line, { ...key, ctrl: false, name: "delete" }) ?? this.#line;
    else if (key.ctrl && key.name === "l") this.#screen.clear();
    else if (key.name === "up" || key.name === "down") this.#recall(key.name === "up" ? 1 : -1);
    else if (key.name === "tab") this.#line = completed(this.#line);
    else if (key.name === "return" && !key.meta) this.#enter();
    else this.#line = edit(this.#line, key) ?? this.#line;
    this.#screen.touch();
  }

  #interrupt(): void {
    const { person, leave } = this.#options;
    const running = [...this.#replies].some(({ over }) => !over);
    if (!running && this.#line.text !== "") {
      this.#line = emptyLine;
      return;
    }
    if (!running || this.#stopAsked) return leave();
    this.#stopAsked = true;
    this.#say({ kind: "commanded", name: "stop", text: "", files: [], quick: false }, undefined);
    this.tell(words(person.language).console.leaveAgain);
  }

  #recall(by: number): void {
    const { entries } = this.#history;
    const back = Math.min(entries.length, Math.max(0, this.#back + by));
    if (back === this.#back) return;
    if (this.#back === 0) this.#kept = this.#line;
    this.#back = back;
    this.#line = back === 0 ? this.#kept : withText(this.#line, entries[entries.length - back] ?? "");
  }

  #enter(): void {
    const { text } = this.#line;
    if (text.endsWith("\\")) {
      this.#line = withText(this.#line, `${text.slice(0, -1)}\n`);
      return;
    }
    this.#line = { ...emptyLine, cut: this.#line.cut };
    this.#back = 0;
    if (text.trim() === "") return;
    this.#guard(this.#history.add(text));
    this.#say(readMessage(text, "/"), text);
  }

  #say(message: ReadMessage, asked: string | undefined): void {
    const name = randomUUID();
    const ownCode = message.kind === "commanded" && message.name === "run";
    const thread = this.#options.threads.current();
    const reply = this.#follow(new TerminalReply(replyRef(thread, name), this.#desk, asked, ownCode));
    this.#sending = this.#sending.then(() => this.#send(message, reply, name));
    this.#guard(this.#sending);
  }

  async #send(message: ReadMessage, reply: TerminalReply, name: string): Promise<void> {
    const { threads, person } = this.#options;
    const thread = threads.current();
    const about = { id: deliveryId(thread, name), thread, person, at: Date.now(), addressed: true };
    await this.#listener?.deliver({ ...message, ...about }, reply);
    if (message.kind === "commanded" && message.name === "new") await threads.next();
  }

  #follow(reply: TerminalReply): TerminalReply {
    this.#replies.add(reply);
    this.#changed(reply);
    return reply;
  }

  #changed(reply: TerminalReply): void {
    if (reply.over) this.#replies.delete(reply);
    if (this.#replies.size === 0) this.#stopAsked = false;
    this.#screen.touch();
    this.#cancelTick ??= this.#replies.size === 0 ? undefined : this.#options.clock.after(signMs, this.#move);
  }

  readonly #move = () => {
    this.#cancelTick = undefined;
    this.#tick++;
    if (this.#closed || (this.#leaving && this.#replies.size === 0)) return;
    this.#screen.touch();
    if (this.#replies.size > 0) this.#cancelTick = this.#options.clock.after(signMs, this.#move);
  };

  #guard(work: Promise<void>): void {
    work.catch((error: unknown) => this.#done.reject(error));
  }
}

/** A command's name, written out as far as only one fits. */
function completed(line: TypedLine): TypedLine {
  const begun = /^\/([a-z]+)$/.exec(line.text)?.[1];
  const fitting = begun === undefined ? [] : commandNames.filter((name) => name.startsWith(begun));
  return fitting.length === 1 ? withText(line, `/${fitting[0]} `) : line;
}
