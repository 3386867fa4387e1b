import { Failure } from "../failure.ts";
import type { Adapter, Incoming, Notice, Reply } from "./adapter.ts";
import { type Answering, Answers } from "./answers.ts";
import type { BotLog } from "./bot-log.ts";
import { callOf, commandOf, isQuick } from "./call-of.ts";
import type { Command, CommandCall } from "./commands/command.ts";
import { endedBy } from "./ended-by.ts";
import { excuse } from "./excuse.ts";
import type { House } from "./house.ts";
import { type DeliveryId, personId, type ReplyRef } from "./ids.ts";
import { Shutdown, Stop } from "./interpreter/stop.ts";
import type { RecentThread } from "./recent-threads.ts";
import { type CatchUp, Reception } from "./reception.ts";
import type { Store } from "./store/store.ts";
import type { Unanswered } from "./unanswered.ts";
import { emptyView } from "./view.ts";

/** A platform that the bot answers on, and who takes its messages. */
interface Door {
  readonly adapter: Adapter;
  readonly reception: Reception;
}

/** The bot as whoever brings it adapters needs it. */
export type AttachedBot = Pick<Bot, "attach" | "close">;

/** Takes messages from adapters and sees to it that each gets its one answer. */
export class Bot {
  readonly #house: House;
  readonly #log: BotLog;
  readonly #store: Store;
  readonly #catchUp: CatchUp;
  /** What could not be shown because the bot is ending: the next life has to say so. */
  readonly #unshown = new Set<DeliveryId>();
  readonly #answers = new Answers();
  readonly #closing = new AbortController();

  constructor(house: House, store: Store, log: BotLog, catchUp: CatchUp = { catchUpMs: 0, now: Date.now }) {
    this.#house = house;
    this.#log = log;
    this.#store = store;
    this.#catchUp = catchUp;
  }

  /**
   * Begins to answer what an adapter hears, says of what an earlier life left unanswered that it was cut off, and answers
   * what came while nobody listened.
   * @param account the bot's own on the platform, such as `slack/0a1b…`: what it owes is kept by it
   */
  async attach(adapter: Adapter, account: string): Promise<void> {
    const door = { adapter, reception: this.#receptionOf(account) };
    const left = await door.reception.owed();
    const recent = await door.reception.recent();
    await adapter.start({
      deliver: (incoming, reply) => {
        const taken = this.#deliver(incoming, reply, door);
        this.#answers.follow(taken.then(nothing, nothing));
        return taken;
      },
      notice: (notice) => this.#notice(notice),
    });
    for (const message of left) this.#follow(message.message, this.#excuse(message, door));
    this.#hearMissed(adapter, recent);
  }

  /** Stops all that runs and waits, and resolves when the last words are said. */
  async close(): Promise<void> {
    this.#closing.abort(new Shutdown());
    this.#house.lanes.stopAll(new Shutdown());
    await this.#answers.done();
  }

  #receptionOf(account: string): Reception {
    const { threads, sleep } = this.#house;
    const closing = this.#closing.signal;
    return new Reception({ account, store: this.#store, threads, sleep, catchUp: this.#catchUp, closing });
  }

  /** The end waits for what was heard of it, and for no more: what is left is for the next life. */
  #hearMissed(adapter: Adapter, recent: readonly RecentThread[]): void {
    const { catchUpMs, now } = this.#catchUp;
    if (catchUpMs <= 0) return;
    adapter.catchUp(recent, now() - catchUpMs).catch((error: unknown) => {
      if (!this.#closing.signal.aborted) this.#log.unheard(adapter.platform, String(error));
    });
  }

  #follow(message: DeliveryId, work: Promise<void>): void {
    this.#answers.follow(work.catch((error: unknown) => this.#log.undelivered({ id: message }, String(error))));
  }

  /** What the platform refuses for good is owed no longer: nobody is there to read it. */
  async #excuse(message: Unanswered, { adapter, reception }: Door): Promise<void> {
    const delivery = await reception.insist(() => excuse(message, adapter, this.#house.threads));
    if (delivery.kind === "undelivered") this.#log.undelivered({ id: message.message }, delivery.reason);
    if (delivery.kind === "undelivered" && this.#closing.signal.aborted) return;
    await reception.pay(message.message);
  }

  async #deliver(incoming: Incoming, reply: Reply, door: Door): Promise<"accepted" | "duplicate" | "ignored"> {
    const { adapter, reception } = door;
    if (reception.isLeftToNext(incoming) || !(await reception.isMeant(incoming, reply))) return "ignored";
    if (this.#answers.has(incoming.id)) return "duplicate";
    const answering = this.#answers.begin(incoming, reply);
    const call = callOf(incoming, adapter);
    try {
      if (!(await reception.accept(answering, reply, adapter))) {
        this.#answers.end(incoming.id);
        return "duplicate";
      }
      this.#start(answering, call, reply, reception);
      for (const { incoming: late, reply: its } of reception.behind(incoming)) await this.#deliver(late, its, door);
    } catch (error) {
      this.#follow(incoming.id, this.#refuse(error, answering, call, reply, door));
    }
    return "accepted";
  }

  async #refuse(
    error: unknown,
    answering: Answering,
    call: CommandCall,
    reply: Reply,
    { adapter, reception }: Door,
  ): Promise<void> {
    await this.#endWith(error, answering.incoming, call, reply);
    await reception.refuse(answering, adapter);
    await this.#forget(answering, reception);
  }

  #start(answering: Answering, call: CommandCall, reply: Reply, reception: Reception): void {
    const { incoming } = answering;
    reply.draw(emptyView(call.language));
    const answered = this.#answer(answering, call, reply, reception)
      .catch((error: unknown) => this.#endWith(error, incoming, call, reply))
      .then(() => this.#again(answering, call, reply, reception));
    this.#follow(incoming.id, answered);
  }

  /** The whole of an answer is why there is none. */
  async #endWith(error: unknown, incoming: Incoming, { language }: CommandCall, reply: Reply): Promise<void> {
    reply.draw(endedBy(error, emptyView(language), incoming, this.#log));
    await this.#settle(incoming, reply);
  }

  /** Answers anew what was written anew while it was answered; else the message is done with. */
  async #again(answering: Answering, call: CommandCall, reply: Reply, reception: Reception): Promise<void> {
    const { incoming, edited } = answering;
    if (edited === undefined || this.#closing.signal.aborted) return this.#forget(answering, reception);
    this.#answers.end(incoming.id);
    const anew = this.#answers.begin({ ...incoming, ...edited }, reply);
    this.#start(anew, { ...call, text: edited.text }, reply, reception);
  }

  async #forget({ incoming }: Answering, reception: Reception): Promise<void> {
    this.#answers.end(incoming.id);
    if (this.#unshown.has(incoming.id)) return;
    await reception.pay(incoming.id);
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

  async #answer({ incoming, stop }: Answering, call: CommandCall, reply: Reply, reception: Reception): Promise<void> {
    if (this.#closing.signal.aborted) throw new Failure("bot-restarted", "The bot is ending.");
    const command = commandOf(incoming);
    const draw = async (signal: AbortSignal) => {
      await this.#draw(incoming, call, command, reply, signal);
      // What stays owed is kept before the thread's next turn.
      const { threads } = this.#house;
      if (command.waits) await reception.insist(() => threads.keepOwed(incoming.thread)).catch(() => undefined);
    };
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
      view = endedBy(error, view, incoming, this.#log);
      reply.draw(view);
      if (command.waits && view.ending) await this.#house.threads.finish(incoming.thread, view.ending);
    } finally {
      await this.#settle(incoming, reply);
    }
  }

  async #settle(incoming: Incoming, reply: Reply): Promise<void> {
    const delivery = await reply.settle();
    if (delivery.kind === "delivered") return;
    this.#log.undelivered(incoming, delivery.reason);
    if (this.#closing.signal.aborted) this.#unshown.add(incoming.id);
  }
}

function nothing(): void {}
