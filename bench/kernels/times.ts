import { setTimeout as wait } from "node:timers/promises";
import { median } from "../median.ts";
import { type Contestant, contestants } from "./contestants.ts";
import { type Arena, Rival } from "./rival.ts";
import type { Figure, Row } from "./table.ts";

export interface Counts {
  readonly starts: number;
  /** A multiple of `BLOCK`. */
  readonly cells: number;
}

interface Entry {
  readonly contestant: Contestant;
  readonly rival: Rival;
}

/** The same cells for all; what has no way to bring its figure to the client draws in vain. */
const FRAME = "import pandas as pd\nprint(pd.DataFrame({'a': range(3)}))";
const PNG_START = "89504e470d0a1a0a";
/** Before a claim: time in which a pool of ready kernels fills up again. */
const PAUSE_MS = 400;
const BLOCK = 50;

/** Milliseconds. The contestants take turns at each sample: what else the machine does meets all alike. */
export async function times(arena: Arena, { starts, cells }: Counts): Promise<readonly Row[]> {
  const cold = await turns(starts, contestants, (contestant) => coldStart(contestant, arena));
  await using open = new AsyncDisposableStack();
  const entries: Entry[] = [];
  for (const contestant of contestants)
    entries.push({ contestant, rival: open.use(await Rival.start(contestant, arena)) });
  await turns(1, entries, ({ rival }) => result(rival, "rounds"));
  const warm = await turns(starts, entries, claim("warm", result));
  const frame = await turns(starts, entries, claim("frame", frameIn));
  const figure = await turns(starts, entries, claim("figure", figureIn));
  const rounds = await turns(cells / BLOCK, entries, ({ rival }) => block(rival));
  return [
    { title: "first result, cold, ms", figures: cold.map(middle) },
    { title: "first result, warm, ms", figures: warm.map(middle) },
    { title: "first DataFrame, ms", figures: frame.map(middle) },
    { title: "first figure, ms", figures: figure.map(middle) },
    { title: "round trip, p50, ms", figures: rounds.map((blocks) => middle(blocks.flat())) },
    { title: "round trip, p95, ms", figures: rounds.map((blocks) => high(blocks.flat())) },
  ];
}

/** @returns for each one its values, one a round */
async function turns<One, Value>(
  rounds: number,
  ones: readonly One[],
  measure: (one: One, round: number) => Promise<Value>,
): Promise<readonly (readonly Value[])[]> {
  const values = ones.map((): Value[] => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [index, one] of ones.entries()) values[index]?.push(await measure(one, round));
  return values;
}

async function coldStart(contestant: Contestant, arena: Arena): Promise<Figure> {
  await using fresh = await Rival.start(contestant, arena);
  return await result(fresh, "cold");
}

/** From the claim of a kernel that is new in a client that is at work already. */
function claim(name: string, measure: (rival: Rival, kernel: string, figure: string) => Promise<Figure>) {
  return async ({ rival, contestant }: Entry, round: number): Promise<Figure> => {
    await wait(PAUSE_MS);
    return measure(rival, `${name}-${round}`, contestant.figure);
  };
}

async function block(rival: Rival): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (let cell = 0; cell < BLOCK; cell += 1) figures.push(await result(rival, "rounds"));
  return figures;
}

async function result(rival: Rival, kernel: string): Promise<Figure> {
  const { ms, outcome, text } = await rival.run(kernel, "print(1 + 1)");
  return text.trim() === "2" ? ms : outcome;
}

async function frameIn(rival: Rival, kernel: string): Promise<Figure> {
  const { ms, outcome, text } = await rival.run(kernel, FRAME);
  return /\ba\n0 +0\n/.test(text) ? ms : outcome;
}

async function figureIn(rival: Rival, kernel: string, code: string): Promise<Figure> {
  const { ms, outcome, png } = await rival.run(kernel, code);
  if (png === PNG_START) return ms;
  return outcome === "ok" ? "none" : outcome;
}

/** A failure is not hidden behind the times of the rest. */
function middle(figures: readonly Figure[]): Figure {
  return failure(figures) ?? median(numbers(figures));
}

function high(figures: readonly Figure[]): Figure {
  const sorted = numbers(figures).toSorted((a, b) => a - b);
  return failure(figures) ?? sorted[Math.floor(sorted.length * 0.95)] ?? "none";
}

function failure(figures: readonly Figure[]): Figure | undefined {
  return figures.find((figure) => typeof figure === "string");
}

function numbers(figures: readonly Figure[]): readonly number[] {
  return figures.filter((figure) => typeof figure === "number");
}
