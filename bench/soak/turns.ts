import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { heapBytes } from "../heap.ts";
import { Child } from "../loop/child.ts";
import { listenerCount } from "./listeners.ts";
import { openSoakedBot, type Places, type SoakedBot } from "./watched-bot.ts";

const TURNS = 10_000;
const EVERY = 1_000;
const AT_ONCE = 25;
const TURNS_A_THREAD = 4;
/** Discord, where answers take longer, has each fifth batch of threads. */
const DISCORD_EVERY = 5;
/** Growth from the second measure on that is no leak: caches fill, and idle connections come and go. */
const NOISE = { heapBytes: 6_000_000, listeners: 500 };

interface Measure {
  readonly heap: number;
  readonly listeners: number;
}

/**
 * Answers 10,000 questions on Slack and on Discord, four in each thread, and measures the heap and the listeners
 * at every thousandth.
 * @returns whether both stay as they are and each question was answered
 */
export async function soakTurns(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "threadbook-soak-"));
  try {
    using people = new Child("../soak/people.ts");
    await using open = new AsyncDisposableStack();
    const bot = await openSoakedBot((await people.next("open")) as unknown as Places, folder, open);
    const { measures, unanswered } = await turns(people, bot);
    const [, second, last = second] = [measures[0], measures[1], measures.at(-1)];
    if (second === undefined || last === undefined) throw new Error("Expected two measures at least.");
    const grown = { heap: last.heap - second.heap, listeners: last.listeners - second.listeners };
    const flat = grown.heap < NOISE.heapBytes && grown.listeners < NOISE.listeners;
    say(`${flat ? "flat" : "IT GROWS"}; ${unanswered} unanswered; ${bot.threads.size} threads stand open`);
    return flat && unanswered === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function turns(people: Child, bot: SoakedBot) {
  const measures: Measure[] = [await measure(0)];
  let unanswered = 0;
  const batch = AT_ONCE * TURNS_A_THREAD;
  for (let turn = batch; turn <= TURNS; turn += batch) {
    const platform = (turn / batch) % DISCORD_EVERY === 0 ? "discord" : "slack";
    const asked = { platform, threads: AT_ONCE, turns: TURNS_A_THREAD };
    unanswered += batch - Number((await people.next("answered", asked))["answers"]);
    people.heard.length = 0;
    bot.forget();
    if (turn % EVERY === 0) measures.push(await measure(turn));
  }
  return { measures, unanswered };
}

async function measure(turn: number): Promise<Measure> {
  // What is only weakly held goes with the collection after the one that let it go.
  for (let round = 0; round < 4; round++) {
    await wait(50);
    heapBytes();
  }
  const [heap, listeners] = [heapBytes(), listenerCount()];
  say(
    `${String(turn).padStart(6)} turns ${(heap / 1e6).toFixed(1).padStart(7)} MB ${String(listeners).padStart(6)} listeners`,
  );
  return { heap, listeners };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
