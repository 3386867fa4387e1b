import { setTimeout as wait } from "node:timers/promises";
import { judge, unquiet } from "./judge.ts";
import { Life, type World } from "./life.ts";
import type { Outage } from "./mortal-store.ts";
import { pythonFaults } from "./pythons.ts";
import { Random } from "./random.ts";
import type { Said } from "./stage.ts";
import { modelFaults, type ToldModel } from "./told-model.ts";

/** Messages of one round, after which all must come to rest. */
const ROUND = 14;
const PATIENCE_MS = 20_000;
const DEAD_MS = 60;
const MOST_THREADS = 4;

const requests = [
  "do: a = 1; print(a)",
  "do: b = 2",
  "do: print(a); print(b)",
  "do: a = 7; print(b)",
  "do: time.sleep(0.02); a = 3",
  'do: raise ValueError("no")',
  "do: os._exit(1)",
  "only words",
  "!run print(a)",
  "!run b = 5",
  "!help",
  "!vars",
  "!stop",
];

export interface Played {
  readonly faults: number;
  /** What was not as promised. */
  readonly wrong: readonly string[];
  /** What went wrong on purpose, in order, and what was said. */
  readonly story: readonly string[];
  /** How often all had to come to rest, and after how many of these rounds messages were held to their order. */
  readonly rounds: number;
  readonly ordered: number;
}

/**
 * Plays a conversation that chance makes, with so many faults, to its end; stops at the first round that is not right.
 * @param patienceMs what is not answered so long after nothing goes wrong any more never will be
 */
export async function play(
  world: World,
  model: ToldModel,
  seed: number,
  faults: number,
  patienceMs = PATIENCE_MS,
): Promise<Played> {
  const player = new Player(world, model, new Random(seed), patienceMs);
  return player.play(faults);
}

class Player {
  readonly #world: World;
  readonly #model: ToldModel;
  readonly #random: Random;
  readonly #patienceMs: number;
  readonly #said: Said[] = [];
  readonly #story: string[] = [];
  #faults = 0;
  #lives = 1;
  #rounds = 0;
  /** Rounds after which messages were held to their order, and how many messages that were in all. */
  #ordered = { rounds: 0, messages: 0 };
  #life: Life | undefined;

  constructor(world: World, model: ToldModel, random: Random, patienceMs: number) {
    this.#world = world;
    this.#model = model;
    this.#random = random;
    this.#patienceMs = patienceMs;
  }

  async play(faults: number): Promise<Played> {
    this.#life = await Life.start(this.#world);
    const wrong = [...(await this.#meet())];
    while (this.#faults < faults && wrong.length === 0) {
      for (let step = 0; step < ROUND && this.#faults < faults; step++) await this.#step();
      wrong.push(...(await this.#rest()));
    }
    await this.#life?.end();
    return { faults: this.#faults, wrong, story: this.#story, rounds: this.#rounds, ordered: this.#ordered.rounds };
  }

  /** A bot that was never spoken to knows no place to look at. */
  async #meet(): Promise<readonly string[]> {
    const { stage } = this.#world;
    for (const where of ["channel", "direct"] as const) await this.#say(() => stage.begin("hello", where));
    return this.#quiet();
  }

  async #step(): Promise<void> {
    const roll = this.#random.below(100);
    if (roll < 45) await this.#speak();
    else if (roll < 48) await this.#world.stage.chatter();
    else if (roll < 56) await this.#killed();
    else this.#harm();
    if (this.#random.below(3) > 0) await wait(this.#random.below(25));
  }

  async #speak(): Promise<void> {
    const { stage } = this.#world;
    const text = this.#random.pick(requests);
    const threads = [...new Map(this.#said.map((said) => [said.thread, said])).values()];
    const fresh = threads.length === 0 || (threads.length < MOST_THREADS && this.#random.below(3) === 0);
    const where = this.#random.below(3) === 0 ? "direct" : "channel";
    const thread = fresh ? undefined : this.#random.pick(threads);
    const said = await this.#say(() => (thread ? stage.goOn(thread, text) : stage.begin(text, where)));
    this.#tell(`said ${text} (${said?.id})`);
  }

  /** A store or a connection that is away may let what is said now come behind what is said later. */
  async #say(speak: () => Promise<Said | undefined>): Promise<Said | undefined> {
    const { order } = this.#world;
    const life = this.#life;
    const certain = life !== undefined && !life.store.failing && order.holds();
    const said = await speak();
    if (said !== undefined) this.#said.push({ ...said, life: certain ? this.#lives : 0 });
    return said;
  }

  #harm(): void {
    const { stage, pythons, order } = this.#world;
    const roll = this.#random.below(10);
    this.#faults++;
    if (roll < 5) {
      const { what, breaks } = stage.harm(this.#random);
      if (breaks) order.breaks(this.#said);
      return this.#tell(what);
    }
    if (roll < 7) {
      const fault = this.#random.pick(modelFaults);
      this.#model.plan(fault);
      return this.#tell(`model ${fault}`);
    }
    if (roll < 8) {
      const fault = this.#random.pick(pythonFaults);
      pythons.plan(fault);
      return this.#tell(`python ${fault}`);
    }
    order.delays(this.#said);
    const outage = this.#random.pick<Outage>(["unheard", "unanswered"]);
    const calls = 1 + this.#random.below(4);
    this.#life?.store.fail(...Array.from({ length: calls }, () => outage));
    this.#tell(`store ${outage} ${calls}`);
  }

  /** What is said while nobody is there is answered all the same. */
  async #killed(): Promise<void> {
    this.#faults++;
    this.#tell("killed");
    this.#life?.kill();
    this.#life = undefined;
    this.#world.order.breaks(this.#said);
    for (let more = this.#random.below(3); more > 0; more--) await this.#speak();
    // What was on its way arrives before a new process is up.
    await wait(DEAD_MS);
    await this.#begin();
    this.#tell("started");
  }

  /** Whoever starts the bot tries again when it does not start. */
  async #begin(): Promise<void> {
    for (let attempt = 1; this.#life === undefined; attempt++) {
      this.#lives++;
      this.#life = await Life.start(this.#world).catch((error: unknown) => {
        if (attempt < 5) return undefined;
        throw error;
      });
    }
  }

  /** Nothing goes wrong any more, and all that was said must be answered in time and be right. */
  async #rest(): Promise<readonly string[]> {
    const { stage, pythons, mistakes, order } = this.#world;
    stage.calm();
    pythons.calm();
    this.#model.calm();
    this.#life?.store.calm();
    this.#tell("rest");
    this.#rounds++;
    const hanging = await this.#quiet();
    await this.#life?.end();
    this.#life = await Life.start(this.#world);
    this.#lives++;
    const { wrong, ordered } = await judge(stage, order.certain(this.#said), this.#life.store);
    if (ordered > this.#ordered.messages) this.#ordered = { rounds: this.#ordered.rounds + 1, messages: ordered };
    return [...hanging, ...wrong, ...mistakes.map((mistake) => `a mistake of our own: ${describe(mistake)}`)];
  }

  /** Waits until all that was said has its answer, whole. @returns what has none after all */
  async #quiet(): Promise<readonly string[]> {
    const { stage } = this.#world;
    const until = Date.now() + this.#patienceMs;
    while (unquiet(stage, this.#said).length > 0 && Date.now() < until) await wait(10);
    return unquiet(stage, this.#said).map(({ text, id }) => `'${text}' (${id}) got no whole answer in time`);
  }

  #tell(what: string): void {
    this.#story.push(what);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
