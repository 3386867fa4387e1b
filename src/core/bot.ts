import { randomUUID } from "node:crypto";
import { Failure } from "../failure.ts";
import type { Adapter, Incoming, Notice, Reply } from "./adapter.ts";
import { type Answering, Answers } from "./answers.ts";
import { callOf, commandOf, isQuick } from "./call-of.ts";
import type { Command, CommandCall } from "./commands/command.ts";
import { excuse } from "./excuse.ts";
import type { House } from "./house.ts";
import { type DeliveryId, personId, type ReplyRef } from "./ids.ts";
import { Shutdown, Stop } from "./interpreter/stop.ts";
import { type CatchUp, Reception } from "./reception.ts";
import type { Store } from "./store/store.ts";
import { failed } from "./turn.ts";
import type { Unanswered } from "./unanswered.ts";
import { emptyView, extend, type TurnView } from "./view.ts";

/** What the bot reports to whoever runs it. */
export interface BotLog {
  /** A mistake of our own, with the reference that the person was given. */
  mistake(reference: string, error: unknown, message: DeliveryId): void;
  undelivered(incoming: Pick<Incoming, "id">, reason: string): void;
}

/** The bot as whoever brings it adapters needs it. */
export type AttachedBot = Pick<Bot, "attach" | "close">;

/** Takes messages from adapters and sees to it that each gets its one answer. */
export class Bot {
  readonly #house: House;
  readonly #log: BotLog;
  readonly #catchUp: CatchUp;
  readonly #reception: Reception;
  /** What could not be shown because the bot is ending: the next life has to say so. */
  readonly #unshown = new Set<DeliveryId>();
  readonly #answers = new Answers();
  readonly #closing = new AbortController();

  constructor(house: House, store: Store, log: BotLog, catchUp: CatchUp = { catchUpMs: 0, now: Date.now }) {
    this.#house = house;
    this.#log = log;
    this.#catchUp = catchUp;
    const { threads, sleep } = house;
    this.#reception = new Reception({ store, threads, sleep, catchUp, closing: this.#closing.signal });
  }

  /**
   * Begins to answer what an adapter hears, says of what an earlier life left unanswered that it was cut off, and answers
   * what came while nobody listened.
   */
  async attach(adapter: Adapter): Promise<void> {
    const left = await this.#reception.owed(adapter.platform);
    const recent = await this.#reception.recent(adapter.platform);
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
    if (catchUpMs <= 0) return;
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

  /** What the platform refuses for good is owed no longer: nobody is there to read it. */
  async #excuse(message: Unanswered, adapter: Adapter): Promise<void> {
    const delivery = await this.#reception.insist(() => excuse(message, adapter, this.#house.threads));
    if (delivery.kind === "undelivered") this.#log.undelivered({ id: message.message }, delivery.reason);
    if (delivery.kind === "undelivered" && this.#closing.signal.aborted) return;
    await this.#reception.pay(message.message);
  }

  async #deliver(incoming: Incoming, reply: Reply, adapter: Adapter): Promise<"accepted" | "duplicate" | "ignored"> {
    if (!(await this.#reception.isMeant(incoming, reply))) return "ignored";
    if (this.#answers.has(incoming.id)) return "duplicate";
    const answering = this.#answers.begin(incoming, reply);
    const call = callOf(incoming, adapter);
    try {
      if (!(await this.#reception.accept(answering, reply, adapter))) {
        this.#answers.end(incoming.id);
        return "duplicate";
      }
      this.#start(answering, call, reply);
      for (const { incoming: late, reply: its } of this.#reception.behind(incoming)) {
        await this.#deliver(late, its, adapter);
      }
    } catch (error) {
      this.#follow(incoming.id, this.#refuse(error, answering, call, reply, adapter));
    }
    return "accepted";
  }

  async #refuse(
    error: unknown,
    answering: Answering,
    call: CommandCall,
    reply: Reply,
    adapter: Adapter,
  ): Promise<void> {
    await this.#endWith(error, answering.incoming, call, reply);
    await this.#reception.refuse(answering, adapter);
    await this.#forget(answering);
  }

  #start(answering: Answering, call: CommandCall, reply: Reply): void {
    const { incoming } = answering;
    reply.draw(emptyView(call.language));
    const answered = this.#answer(answering, call, reply)
      .catch((error: unknown) => this.#endWith(error, incoming, call, reply))
      .then(() => this.#again(answering, call, reply));
    this.#follow(incoming.id, answered);
  }

  /** The whole of an answer is why there is none. */
  async #endWith(error: unknown, incoming: Incoming, { language }: CommandCall, reply: Reply): Promise<void> {
    reply.draw(this.#endedBy(error, emptyView(language), incoming));
    await this.#settle(incoming, reply);
  }

  /** Answers anew what was written anew while it was answered; else the message is done with. */
  async #again(answering: Answering, call: CommandCall, reply: Reply): Promise<void> {
    const { incoming, edited } = answering;
    if (edited === undefined || this.#closing.signal.aborted) return this.#forget(answering);
    this.#answers.end(incoming.id);
    this.#start(this.#answers.begin({ ...incoming, ...edited }, reply), { ...call, text: edited.text }, reply);
  }

  async #forget({ incoming }: Answering): Promise<void> {
    this.#answers.end(incoming.id);
    if (this.#unshown.has(incoming.id)) return;
    await this.#reception.pay(incoming.id);
    if (isQuick(incoming)) await this.#house.threads.forget(incoming.thread);
  }

  async #notice(notice: Notice): Promise<void> {
    switch (notice.kind) {
      case "edited":
        return this.#answers.edit(notice.of, notice, new Stop(notice.by));
      case "deleted":
        return this.#answers.stop(notice.of, new Stop(notice.by));
      case "pressed":
        if (notice.button === "more") return this.#more(notice.on);
        return this.#answers.stopReply(notice.on, new Stop(notice.by));
      case "thread-gone": {
        const { lanes, threads } = this.#house;
        return lanes.takeOver(notice.thread, new Stop(personId("threadbook")), () => threads.close(notice.thread));
      }
      default:
        return notice satisfies never;
    }
  }

  async #more(on: ReplyRef): Promise<void> {
    const incoming = this.#answers.of(on);
    if (incoming === undefined) return;
    using open = await this.#house.threads.open(incoming.thread);
    open.kernel.extend();
  }

  async #answer({ incoming, stop }: Answering, call: CommandCall, reply: Reply): Promise<void> {
    if (this.#closing.signal.aborted) throw new Failure("bot-restarted", "The bot is ending.");
    const command = commandOf(incoming);
    const draw = (signal: AbortSignal) => this.#draw(incoming, call, command, reply, signal);
    if (!command.waits) return draw(new AbortController().signal);
    const { thread, person } = incoming;
    try {
      await this.#house.lanes.enter({ thread, person: person.id, stop }, draw, (ahead) =>
        reply.draw({ ...emptyView(call.language), status: { kind: "queued", ahead } }),
      );
    } finally {
      if (isQuick(incoming)) await this.#house.threads.discard(thread);
    }
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
      view = this.#endedBy(error, view, incoming);
      reply.draw(view);
      if (command.waits && view.ending) await this.#house.threads.finish(incoming.thread, view.ending);
    } finally {
      await this.#settle(incoming, reply);
    }
    // What stays owed is kept before the thread's next turn.
    const { threads } = this.#house;
    if (command.waits) await this.#reception.insist(() => threads.keepOwed(incoming.thread)).catch(() => undefined);
  }

  /** A failure ends an answer with its sentence, a mistake of our own with a reference to the log. */
  #endedBy(error: unknown, view: TurnView, { id }: Incoming): TurnView {
    if (error instanceof Failure) {
      return extend(view, { kind: "ended", ending: failed(error) });
    }
    const reference = randomUUID().slice(0, 8);
    this.#log.mistake(reference, error, id);
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
