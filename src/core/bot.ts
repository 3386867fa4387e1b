import { randomUUID } from "node:crypto";
import { Failure } from "../failure.ts";
import type { Adapter, Incoming, Reply } from "./adapter.ts";
import { type Command, type CommandCall } from "./commands/command.ts";
import { commands } from "./commands/commands.ts";
import type { House } from "./house.ts";
import { Shutdown } from "./interpreter/stop.ts";
import type { Store } from "./store/store.ts";
import { askTurn } from "./take-turn.ts";
import { zonedTime } from "./time.ts";
import { failed } from "./turn.ts";
import { emptyView, extend, type TurnView } from "./view.ts";
import { languageOf } from "./words/words.ts";

/** How long a delivery is remembered: platforms redeliver within minutes. */
const REMEMBER_MS = 3_600_000;

/** What the bot reports to whoever runs it. */
export interface BotLog {
  /** A mistake of our own, with the reference that the person was given. */
  mistake(reference: string, error: unknown): void;
  undelivered(incoming: Incoming, reason: string): void;
}

/** Takes messages from adapters and sees to it that each gets its one answer. */
export class Bot {
  readonly #house: House;
  readonly #store: Store;
  readonly #log: BotLog;
  readonly #answering = new Set<Promise<void>>();

  constructor(house: House, store: Store, log: BotLog) {
    this.#house = house;
    this.#store = store;
    this.#log = log;
  }

  /** Begins to answer what an adapter hears. */
  async attach(adapter: Adapter): Promise<void> {
    await adapter.start((incoming, reply) => this.#deliver(incoming, reply, adapter));
  }

  /** Stops all that runs and waits, and resolves when the last words are said. */
  async close(): Promise<void> {
    this.#house.lanes.stopAll(new Shutdown());
    await Promise.allSettled(this.#answering);
  }

  async #deliver(incoming: Incoming, reply: Reply, adapter: Adapter): Promise<"accepted" | "duplicate"> {
    const call = callOf(incoming, adapter);
    try {
      if (!(await this.#store.claim(`seen/${incoming.id}`, REMEMBER_MS))) return "duplicate";
    } catch (error) {
      reply.draw(this.#endedBy(error, emptyView(call.language)));
      await this.#settle(incoming, reply);
      return "accepted";
    }
    const answering = this.#answer(incoming, call, reply)
      .catch((error: unknown) => this.#log.undelivered(incoming, String(error)))
      .finally(() => this.#answering.delete(answering));
    this.#answering.add(answering);
    return "accepted";
  }

  async #answer(incoming: Incoming, call: CommandCall, reply: Reply): Promise<void> {
    const command = incoming.kind === "commanded" ? commands[incoming.name] : question;
    const draw = (signal: AbortSignal) => this.#draw(incoming, call, command, reply, signal);
    if (!command.waits) return draw(new AbortController().signal);
    await this.#house.lanes.enter(incoming.thread, draw, (ahead) =>
      reply.draw({ ...emptyView(call.language), status: { kind: "queued", ahead } }),
    );
  }

  /** Draws the answer as it grows, to its ending. */
  async #draw(
    incoming: Incoming,
    call: CommandCall,
    command: Command,
    reply: Reply,
    signal: AbortSignal,
  ): Promise<void> {
    let view = emptyView(call.language);
    try {
      for await (const next of command.answer(call, this.#house, signal)) reply.draw((view = next));
      if (view.ending === undefined) throw new Error("Expected the answer's last view to have an ending.");
    } catch (error) {
      view = this.#endedBy(error, view);
      reply.draw(view);
      if (command.waits && view.ending) await this.#house.threads.finish(incoming.thread, view.ending);
    } finally {
      await this.#settle(incoming, reply);
    }
  }

  /** A failure ends an answer with its sentence, a mistake of our own with a reference to the log. */
  #endedBy(error: unknown, view: TurnView): TurnView {
    if (error instanceof Failure) {
      return extend(view, { kind: "ended", ending: failed(error) });
    }
    const reference = randomUUID().slice(0, 8);
    this.#log.mistake(reference, error);
    return extend(view, { kind: "ended", ending: { why: "our-mistake", reference } });
  }

  async #settle(incoming: Incoming, reply: Reply): Promise<void> {
    const delivery = await reply.settle();
    if (delivery.kind === "undelivered") this.#log.undelivered(incoming, delivery.reason);
  }
}

const question: Command = { waits: true, answer: askTurn };

function callOf(incoming: Incoming, adapter: Adapter): CommandCall {
  const { thread, person, text, at } = incoming;
  const language = languageOf(text) ?? person.language;
  return { thread, person, text, language, syntax: adapter.syntax, at: zonedTime(at) };
}
