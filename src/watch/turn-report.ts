import type { Delivery, Incoming } from "../core/adapter.ts";
import type { Ending } from "../core/turn.ts";
import type { TurnView } from "../core/view.ts";
import { Drawing } from "./drawing.ts";
import type { Meter, TurnSummary } from "./meter.ts";
import type { ReplyWatcher } from "./ports/watched-reply.ts";
import { shortId } from "./short-id.ts";
import { type Notable, TurnWatch } from "./turn-watch.ts";
import type { WatchLog } from "./watch-log.ts";

/** What turns are reported with. */
export interface ReportDesk {
  readonly log: WatchLog;
  readonly meter: Meter | undefined;
  readonly now: () => number;
  /** The turns under way. */
  readonly turns: Set<TurnWatch>;
}

/** What is said of a turn whose last view had no ending: the bot sees to it that there is none. */
const NO_ENDING: Ending = { why: "our-mistake", reference: "none" };

/** Tells the log and the meter of the turns that answer one message: one, or more where it was edited meanwhile. */
export class TurnReport implements ReplyWatcher {
  readonly #desk: ReportDesk;
  readonly #about: Pick<TurnSummary, "platform" | "kind">;
  readonly #fields: Readonly<Record<string, string>>;
  readonly #drawing: Drawing;
  #turn: TurnWatch | undefined;

  constructor(incoming: Incoming, platform: string, desk: ReportDesk) {
    this.#desk = desk;
    this.#about = { platform, kind: incoming.kind === "commanded" ? incoming.name : "asked" };
    this.#fields = { turn: shortId(incoming.id), thread: shortId(incoming.thread), ...this.#about };
    this.#drawing = new Drawing(desk.now, (delayMs) => desk.meter?.shown(platform, delayMs));
  }

  drawn(view: TurnView): void {
    const turn = (this.#turn ??= this.#begin());
    const before = turn.phase;
    for (const notable of turn.see(view)) this.#tell(notable);
    if (turn.phase !== before) this.#desk.log.debug({ ...this.#fields, phase: turn.phase }, "a turn goes on");
    this.#drawing.draw(view);
  }

  settled(came: Delivery["kind"] | "failed"): void {
    const turn = this.#turn;
    if (turn === undefined) return;
    this.#turn = undefined;
    const { log, meter, turns } = this.#desk;
    turns.delete(turn);
    const { ending, ...rest } = turn.summary(NO_ENDING);
    const delivered = came === "delivered";
    meter?.turnEnded({ ...rest, ending }, delivered ? "delivered" : "undelivered");
    log.info({ ...this.#fields, ...rest, ...endingFields(ending), delivered }, "a turn has ended");
  }

  #begin(): TurnWatch {
    const turn = new TurnWatch(this.#about, this.#desk.now);
    this.#desk.turns.add(turn);
    this.#desk.log.info(this.#fields, "a turn begins");
    return turn;
  }

  #tell({ kind, ...facts }: Notable): void {
    if (kind === "cell-failed") this.#desk.log.warn({ ...this.#fields, ...facts }, "a cell did not end by itself");
    else this.#desk.log.warn(this.#fields, "the model is asked again");
  }
}

/** Never who stopped a turn, nor what a server said. */
function endingFields(ending: Ending): Readonly<Record<string, string>> {
  if (ending.why === "failed") return { ending: ending.why, failure: ending.code };
  if (ending.why === "our-mistake") return { ending: ending.why, reference: ending.reference };
  return { ending: ending.why };
}
