import type { Adapter, CallResult } from "../core/adapter.ts";
import type { AttachedBot } from "../core/bot.ts";
import type { BotLog } from "../core/bot-log.ts";
import type { Meter, Phase } from "./meter.ts";
import { WatchedAdapter } from "./ports/watched-adapter.ts";
import { shortId } from "./short-id.ts";
import { type ReportDesk, TurnReport } from "./turn-report.ts";
import type { WatchLog } from "./watch-log.ts";

/** Sees what passes through the bot's ports, and tells the log and, where there is one, the meter. */
export class Watch {
  readonly #desk: ReportDesk;

  /** @param now milliseconds, from any beginning */
  constructor(log: WatchLog, meter: Meter | undefined, now: () => number = () => performance.now()) {
    this.#desk = { log, meter, now, turns: new Set() };
  }

  /** How many turns under way are busy with what. */
  phases(): ReadonlyMap<Phase, number> {
    const counts = new Map<Phase, number>();
    for (const { phase } of this.#desk.turns) counts.set(phase, (counts.get(phase) ?? 0) + 1);
    return counts;
  }

  /** The bot, whose adapters are watched. */
  bot(bot: AttachedBot): AttachedBot {
    return {
      attach: async (adapter, account) => {
        await bot.attach(this.adapter(adapter), account);
        this.#desk.log.info({ platform: adapter.platform }, "a platform is connected");
      },
      close: () => bot.close(),
    };
  }

  adapter(adapter: Adapter): Adapter {
    const { platform } = adapter;
    return new WatchedAdapter(adapter, {
      heard: (incoming) => new TurnReport(incoming, platform, this.#desk),
      delivered: (verdict) => this.#desk.meter?.delivered(platform, verdict),
      reopened: (reply) =>
        this.#desk.log.info({ turn: shortId(reply), platform }, "an answer that was cut off is mended"),
    });
  }

  /** A request to a platform has come to something. */
  called(platform: string, method: string, result: CallResult): void {
    this.#desk.meter?.called(platform, method, result);
    if (result === "ok") this.#desk.log.debug({ platform, method, result }, "a platform was called");
    else this.#desk.log.info({ platform, method, result }, "a platform did not take a call");
  }

  get botLog(): BotLog {
    const { log, meter } = this.#desk;
    return {
      mistake: (reference, error, message) => {
        meter?.mistaken();
        log.error({ turn: shortId(message), reference, err: error }, "a mistake of our own");
      },
      undelivered: ({ id }, reason) => {
        log.warn({ turn: shortId(id), reason: reason.slice(0, 500) }, "an answer could not be shown");
      },
      unheard: (platform, reason) => {
        log.warn({ platform, reason: reason.slice(0, 500) }, "not all that was said meanwhile could be read");
      },
    };
  }
}
