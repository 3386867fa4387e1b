import { randomUUID } from "node:crypto";
import { Failure } from "../failure.ts";
import type { Adapter, Incoming, Notice, Reply } from "./adapter.ts";
import { type Answering, Answers } from "./answers.ts";
import { callOf, commandOf, isQuick } from "./call-of.ts";
import type { Command, CommandCall } from "./commands/command.ts";
import { excuse } from "./excuse.ts";
import type { House } from "./house.ts";
import { type DeliveryId, personId } from "./ids.ts";
import { Shutdown, Stop } from "./interpreter/stop.ts";
import { PassedBy } from "./passed-by.ts";
import { RecentThreads } from "./recent-threads.ts";
import type { Store } from "./store/store.ts";
import { failed } from "./turn.ts";
import { type Unanswered, UnansweredMessages } from "./unanswered.ts";
import { emptyView, extend, type TurnView } from "./view.ts";
import { languageOf } from "./words/words.ts";

/** How long a delivery is remembered at least: platforms redeliver within minutes. */
const REMEMBER_MS = 3_600_000;
/** By how much the clocks of platforms may be behind. */
const CLOCKS_APART_MS = 600_000;
/** How often a store that is away is asked while somebody waits: for some seconds. */
const ATTEMPTS = 5;
/** How often where nobody does: for some minutes. */
const ATTEMPTS_LATER = 20;
const LONGEST_WAIT_MS = 30_000;

/** How far back a bot that starts looks for messages that came while it was not there; 0 looks for none. */
export interface CatchUp {
  readonly catchUpMs: number;
  readonly now: () => number;
}

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
  readonly #recent: RecentThreads;
  readonly #catchUp: CatchUp;
  /** When this life began. */
  readonly #begun: number;
  /** What could not be shown because the bot is ending: the next life has to say so. */
  readonly #unshown = new Set<DeliveryId>();
  readonly #answers = new Answers();
  readonly #passedBy = new PassedBy();
  readonly #closing = new AbortController();

  constructor(house: House, store: Store, log: BotLog, catchUp: CatchUp = { catchUpMs: 0, now: Date.now }) {
    this.#house = house;
    this.#store = store;
    this.#log = log;
    this.#unanswered = new UnansweredMessages(store);
    this.#recent = new RecentThreads(store);
    this.#catchUp = catchUp;
    this.#begun = catchUp.now();
  }

  /**
   * Begins to answer what an adapter hears, says of what an earlier life left unanswered that it was cut off, and answers
   * what came while nobody listened.
   */
  async attach(adapter: Adapter): Promise<void> {
    const left = await this.#unanswered.of(adapter.platform);
    const recent = await this.#recent.of(adapter.platform);
    for (const { message } of left) await this.#take(message, randomUUID());
    await adapter.start({
      deliver: (incoming, reply) => {
        const taken = this.#deliver(incoming, reply, adapter);
        this.#answers.follow(taken.then(nothing, nothing));
        return taken;
      },
      notice: (notice) => this.#notice(notice),
    });
    for (const message of left) this.#follow(message.message, this.#excuse(message, adapter));
    const { catchUpMs, now } = this.#catchUp;
    if (catchUpMs <= 0 || adapter.catchUp === undefined) return;
    for (const { first } of recent.slice(0, 1)) this.#follow(first, adapter.catchUp(recent, now() - catchUpMs));
  }

  /** Stops all that runs and waits, and resolves when the last words are said. */
  async close(): Promise<void> {
    this.#closing.abort(new Shutdown());
    this.#house.lanes.stopAll(new Shutdown());
    await this.#answers.done();
  }

  #follow(message: DeliveryId, work: Promise<void>): void {
    this.#answers.follow(work.catch((error: unknown) => this.#log.undelivered({ id: message }, String(error))));
  }

  async #excuse(message: Unanswered, adapter: Adapter): Promise<void> {
    await this.#insist(() => excuse(message, adapter, this.#house.threads));
    await this.#insist(() => this.#unanswered.remove(message.message));
  }

  /**
   * Marks a message as taken, for longer than it may be looked for. A call whose answer was lost may be made again.
   * @returns false when it was taken before
   */
  async #take(message: DeliveryId, by: string): Promise<boolean> {
    const keepMs = Math.max(REMEMBER_MS, this.#catchUp.catchUpMs) + CLOCKS_APART_MS;
    return (await this.#store.hold(`seen/${message}`, by, keepMs)) === by;
  }

  async #deliver(incoming: Incoming, reply: Reply, adapter: Adapter): Promise<"accepted" | "duplicate" | "ignored"> {
    if (!(await this.#isMeant(incoming))) {
      this.#passedBy.add({ incoming, reply });
      return "ignored";
    }
    if (this.#answers.has(incoming.id)) return "duplicate";
    const answering = this.#answers.begin(incoming, reply);
    const call = callOf(incoming, adapter);
    try {
      if (!(await this.#accept(answering, reply, adapter))) return "duplicate";
      this.#start(answering, call, reply);
      for (const { incoming: late, reply: its } of this.#passedBy.behind(incoming)) {
        await this.#deliver(late, its, adapter);
      }
    } catch (error) {
      reply.draw(this.#endedBy(error, emptyView(call.language)));
      this.#follow(incoming.id, this.#refused(answering, reply, adapter));
    }
    return "accepted";
  }

  /** A store that is away for a moment is waited for: nothing may be said where the bot was not called. */
  async #isMeant({ addressed, thread }: Incoming): Promise<boolean> {
    if (addressed || this.#recent.has(thread)) return true;
    return this.#insist(() => this.#house.threads.knows(thread)).catch(() => false);
  }

  // What is owed is kept before the delivery is marked: a kill between the two leaves a sentence, never silence.
  async #accept(answering: Answering, reply: Reply, { lasting, platform }: Adapter): Promise<boolean> {
    const { incoming, mark } = answering;
    const { id: message, thread, text, person, at } = incoming;
    // One from before this life may have been answered in another: nothing can be said before the store tells.
    const insist = <Value>(work: () => Promise<Value>) =>
      this.#insist(work, at < this.#begun ? ATTEMPTS_LATER : ATTEMPTS);
    const quick = isQuick(incoming);
    const language = languageOf(text) ?? person.language;
    const owed = { message, thread, reply: reply.ref, platform, language, quick };
    const fresh = lasting && (await insist(() => this.#unanswered.add(owed)));
    if (lasting && !quick) await insist(() => this.#recent.add({ thread, platform, message, at }));
    if (!(await insist(() => this.#take(message, mark)))) {
      this.#answers.end(message);
      // What an earlier life owes is still to be excused.
      if (fresh) await this.#pay(incoming);
      return false;
    }
    if (lasting && !quick) await insist(() => this.#house.threads.adopt(thread));
    return true;
  }

  /** A message that could not be taken had its one sentence: it is marked as soon as the store is there again. */
  async #refused(answering: Answering, reply: Reply, { lasting }: Adapter): Promise<void> {
    const { incoming, mark } = answering;
    await this.#settle(incoming, reply);
    await this.#insist(() => this.#take(incoming.id, mark), ATTEMPTS_LATER);
    if (lasting && !isQuick(incoming))
      await this.#insist(() => this.#house.threads.adopt(incoming.thread), ATTEMPTS_LATER);
    await this.#forget(answering);
  }

  /** Asks a store that is away again, until the bot ends. @throws {Failure} what it said at last */
  async #insist<Value>(work: () => Promise<Value>, attempts = ATTEMPTS): Promise<Value> {
    const { signal } = this.#closing;
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof Failure) || attempt === attempts || signal.aborted) throw error;
        await this.#house.sleep(Math.min(LONGEST_WAIT_MS, 250 * 2 ** attempt), signal).catch(() => undefined);
      }
    }
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
    if (edited === undefined || this.#closing.signal.aborted) return this.#forget(answering);
    this.#answers.end(incoming.id);
    this.#start(this.#answers.begin({ ...incoming, text: edited }, reply), { ...call, text: edited }, reply);
  }

  async #forget({ incoming }: Answering): Promise<void> {
    this.#answers.end(incoming.id);
    if (!this.#unshown.has(incoming.id)) await this.#pay(incoming);
  }

  /** The message is owed no answer any more. */
  async #pay(incoming: Incoming): Promise<void> {
    await this.#insist(() => this.#unanswered.remove(incoming.id), ATTEMPTS_LATER).catch((error: unknown) =>
      this.#log.undelivered(incoming, String(error)),
    );
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
    if (this.#closing.signal.aborted) return draw(this.#closing.signal);
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
    // What stays owed is kept before the thread's next turn.
    if (command.waits) await this.#insist(() => this.#house.threads.keepOwed(incoming.thread)).catch(() => undefined);
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
    if (delivery.kind === "delivered") return;
    this.#log.undelivered(incoming, delivery.reason);
    if (this.#closing.signal.aborted) this.#unshown.add(incoming.id);
  }
}

function nothing(): void {}
