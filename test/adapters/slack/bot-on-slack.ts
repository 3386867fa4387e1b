import { Bot } from "../../../src/core/bot.ts";
import { Lanes } from "../../../src/core/lanes.ts";
import { type ScriptedAnswer, ScriptedModel } from "../../../src/core/model/scripted-model.ts";
import { Dialogs } from "../../../src/core/store/record/dialogs.ts";
import { Threads } from "../../../src/core/threads.ts";
import { FakeKernelHost } from "../../fakes/fake-kernel.ts";
import { limits } from "../../fakes/turn.ts";
import { SlackBench } from "./slack-bench.ts";

/** The whole bot, with a scripted model and pretended Pythons, on a simulated Slack. */
export class BotOnSlack implements AsyncDisposable {
  readonly bench: SlackBench;
  readonly host = new FakeKernelHost();
  readonly mistakes: unknown[] = [];
  readonly #threads: Threads;
  readonly #bot: Bot;

  private constructor(bench: SlackBench, answers: readonly ScriptedAnswer[]) {
    this.bench = bench;
    this.#threads = new Threads(new Dialogs(bench.store), this.host);
    const connected = { model: new ScriptedModel(answers), url: "http://127.0.0.1:8000/v1" };
    const { blobs } = bench;
    const house = {
      threads: this.#threads,
      lanes: new Lanes({ turnsPerPerson: 1, waitingPerPerson: 5 }),
      kernels: this.host,
      blobs,
      connected,
      limits,
    };
    this.#bot = new Bot({ ...house, sleep: async () => undefined }, bench.store, {
      mistake: (_reference, error) => this.mistakes.push(error),
      undelivered: () => undefined,
      unheard: () => undefined,
    });
  }

  static async start(answers: readonly ScriptedAnswer[], bench?: SlackBench): Promise<BotOnSlack> {
    const bot = new BotOnSlack(bench ?? (await SlackBench.open()), answers);
    await bot.#bot.attach(bot.bench.adapter, "slack");
    return bot;
  }

  /** What the bot shows in a thread, or in the whole channel, once `done` is in it and nothing is under way. */
  shown(done: RegExp, thread?: string): Promise<readonly string[]> {
    const { slack } = this.bench;
    return slack.until(() => {
      const own = slack.messages("C1", thread).filter(({ bot }) => bot);
      const still = own.every(({ buttons }) => buttons.length === 0);
      const texts = own.map(({ text }) => text);
      return still && done.test(texts.join("\n")) ? texts : undefined;
    }, `the bot to have shown ${done}`);
  }

  /** Ends the bot, and leaves Slack and the store as they are. */
  async end(): Promise<void> {
    await this.#bot.close();
    await this.#threads[Symbol.asyncDispose]();
    await this.host[Symbol.asyncDispose]();
    await this.bench.adapter[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
    await this.bench[Symbol.asyncDispose]();
  }
}
