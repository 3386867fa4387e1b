import { randomUUID } from "node:crypto";
import { Failure } from "../failure.ts";
import type { Adapter, Incoming, Notice, Reply } from "./adapter.ts";
import { type Answering, Answers } from "./answers.ts";
import { asksAgain } from "./commands/again.ts";
import { type Command, type CommandCall } from "./commands/command.ts";
import { commands } from "./commands/commands.ts";
import { excuse } from "./excuse.ts";
import type { House } from "./house.ts";
import { personId } from "./ids.ts";
import { Shutdown, Stop } from "./interpreter/stop.ts";
import type { Store } from "./store/store.ts";
import { askTurn } from "./take-turn.ts";
import { zonedTime } from "./time.ts";
import { failed } from "./turn.ts";
import { UnansweredMessages } from "./unanswered.ts";
import { emptyView, extend, type TurnView } from "./view.ts";
import { languageOf } from "./words/words.ts";

/** How long a delivery is remembered: platforms redeliver within minutes. */
const REMEMBER_MS = 3_600_000;

/** What the bot reports to whoever runs it. */
export interface BotLog {
  /** A mistake of our own, with the reference that the person was given. */
  mistake(reference: string, error: unknown): void;
  undelivered(incoming: Pick<Incoming, "id">, reason: string): void;
}

/** Takes messages from adapters and sees to it that each gets its one answer. */
export class Bot {
  readonly #house: House;
  readonly #store: Store;
  readonly #log: BotLog;
  readonly #unanswered: UnansweredMessages;
  readonly #answers = new Answers();
  #closing = false;

  constructor(house: House, store: Store, log: BotLog) {
    this.#house = house;
    this.#store = store;
    this.#log = log;
    this.#unanswered = new UnansweredMessages(store);
  }

  /** Begins to answer what an adapter hears, and says of what an earlier life left unanswered that it was cut off. */
  async attach(adapter: Adapter): Promise<void> {
    const left = await this.#unanswered.of(adapter.platform);
    await adapter.start({
      deliver: (incoming, reply) => this.#deliver(incoming, reply, adapter),
      notice: (notice) => this.#notice(notice),
    });
    for (const message of left) {
      const excused = async () => {
        await this.#store.claim(seenKey(message.message), REMEMBER_MS);
        await excuse(message, adapter, this.#house.threads);
        await this.#unanswered.remove(message.message);
      };
      this.#answers.follow(
        excused().catch((error: unknown) => this.#log.undelivered({ id: message.message }, String(error))),
      );
    }
  }

  /** Stops all that runs and waits, and resolves when the last words are said. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#house.lanes.stopAll(new Shutdown());
    await this.#answers.done();
  }

  async #deliver(incoming: Incoming, reply: Reply, adapter: Adapter): Promise<"accepted" | "duplicate" | "ignored"> {
    const call = callOf(incoming, adapter);
    try {
      if (!incoming.addressed && !(await this.#house.threads.knows(incoming.thread))) return "ignored";
      if (this.#answers.has(incoming.id)) return "duplicate";
      const answering = this.#answers.begin(incoming, reply);
      if (!(await this.#accept(incoming, call, reply, adapter))) {
        await this.#forget(answering);
        return "duplicate";
      }
      this.#start(answering, call, reply);
    } catch (error) {
      this.#answers.end(incoming.id);
      reply.draw(this.#endedBy(error, emptyView(call.language)));
      await this.#settle(incoming, reply);
      await this.#pay(incoming);
    }
    return "accepted";
  }

  // What is owed is kept before the delivery is marked: a kill between the two leaves a sentence, never silence.
  async #accept(incoming: Incoming, call: CommandCall, reply: Reply, adapter: Adapter): Promise<boolean> {
    const { message, thread, language } = call;
    const { platform, lasting } = adapter;
    const quick = isQuick(incoming);
    if (lasting) await this.#unanswered.add({ message, thread, reply: reply.ref, platform, language, quick });
    if (!(await this.#store.claim(seenKey(message), REMEMBER_MS))) return false;
    if (lasting && !quick) await this.#house.threads.adopt(thread);
    return true;
  }

  #start(answering: Answering, call: CommandCall, reply: Reply): void {
    const { incoming } = answering;
    reply.draw(emptyView(call.language));
    const answered = this.#answer(answering, call, reply)
      .catch((error: unknown) => this.#log.undelivered(incoming, String(error)))
      .then(() => this.#again(answering, call, reply));
    this.#answers.follow(answered);
  }

  /** Answers anew what was written anew while it was answered; else the message is done with. */
  async #again(answering: Answering, call: CommandCall, reply: Reply): Promise<void> {
    const { incoming, edited } = answering;
    if (edited === undefined || this.#closing) return this.#forget(answering);
    this.#answers.end(incoming.id);
    this.#start(this.#answers.begin({ ...incoming, text: edited }, reply), { ...call, text: edited }, reply);
  }

  async #forget({ incoming }: Answering): Promise<void> {
    this.#answers.end(incoming.id);
    await this.#pay(incoming);
  }

  /** The message is owed no answer any more. */
  async #pay(incoming: Incoming): Promise<void> {
    await this.#unanswered
      .remove(incoming.id)
      .catch((error: unknown) => this.#log.undelivered(incoming, String(error)));
  }

  async #notice(notice: Notice): Promise<void> {
    switch (notice.kind) {
      case "edited":
        return this.#answers.edit(notice.of, notice.text, new Stop(notice.by));
      case "deleted":
        return this.#answers.stop(notice.of, new Stop(notice.by));
      case "pressed":
        return this.#answers.stopReply(notice.on, new Stop(notice.by));
      case "thread-gone": {
        const { lanes, threads } = this.#house;
        return lanes.takeOver(notice.thread, new Stop(personId("threadbook")), () => threads.close(notice.thread));
      }
      default:
        return notice satisfies never;
    }
  }

  async #answer({ incoming, stop }: Answering, call: CommandCall, reply: Reply): Promise<void> {
    const command = commandOf(incoming);
    const draw = (signal: AbortSignal) => this.#draw(incoming, call, command, reply, signal);
    if (this.#closing) return draw(AbortSignal.abort(new Shutdown()));
    if (!command.waits) return draw(new AbortController().signal);
    const { thread, person } = incoming;
    await this.#house.lanes.enter({ thread, person: person.id, stop }, draw, (ahead) =>
      reply.draw({ ...emptyView(call.language), status: { kind: "queued", ahead } }),
    );
    if (isQuick(incoming)) await this.#house.threads.discard(incoming.thread);
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

function isQuick(incoming: Incoming): boolean {
  return incoming.kind === "commanded" && incoming.quick;
}

const question: Command = { waits: true, answer: askTurn };

function commandOf(incoming: Incoming): Command {
  if (incoming.kind === "commanded") return commands[incoming.name];
  return incoming.files.length === 0 && asksAgain(incoming.text) ? commands.again : question;
}

function seenKey(message: Incoming["id"]): string {
  return `seen/${message}`;
}

function callOf(incoming: Incoming, adapter: Adapter): CommandCall {
  const { id: message, thread, person, text, files, at } = incoming;
  const language = languageOf(text) ?? person.language;
  const earlier = (limit: number) => adapter.history(thread, message, limit);
  return {
    message,
    thread,
    person,
    text,
    files,
    language,
    syntax: adapter.syntax,
    at: zonedTime(at, person.timeZone),
    earlier,
  };
}
