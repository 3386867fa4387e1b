import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { readSettings } from "../../config/read-settings.ts";
import { tolerateCanceledFutures } from "../../src/kernel/jupyter/canceled-futures.ts";
import { openKernels } from "../../src/main/open-kernels.ts";
import { type Played, playKills } from "../../test/kernel/kills/play.ts";
import { median } from "../median.ts";

const KILLS = 500;
const KILLS_A_SEED = 25;
const LONGEST_MS = 30 * 60_000;
const PROMISED_MS = 5_000;

/**
 * Kills 500 processes of the bot's kernels while cells run, each seed on a host of its own as the bot opens it;
 * `THREADBOOK_SEED` plays one again.
 * @returns whether all was as promised
 */
export async function soakKills(): Promise<boolean> {
  using stack = new DisposableStack();
  stack.use(tolerateCanceledFutures());
  const asked = process.env["THREADBOOK_SEED"];
  if (asked !== undefined) return (await played(Number(asked))).wrong.length === 0;
  const begun = performance.now();
  const rounds: Played[] = [];
  const kills = () => rounds.reduce((sum, round) => sum + count(round), 0);
  for (let seed = Date.now() % 1_000_000; kills() < KILLS && performance.now() - begun < LONGEST_MS; seed++)
    rounds.push(await played(seed));
  const wrong = rounds.reduce((sum, round) => sum + round.wrong.length, 0);
  const cells = rounds.reduce((sum, round) => sum + round.cells, 0);
  say(`${kills()} kills, ${cells} cells, ${wrong} wrong in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  say(`the cell after a death: ${times(rounds.flatMap(({ afterDeath }) => afterDeath))}`);
  return wrong === 0;
}

async function played(seed: number): Promise<Played> {
  const data = mkdtempSync(join(tmpdir(), "tb-soak-"));
  const runtime = join(data, "run");
  mkdirSync(runtime);
  try {
    const root = join(import.meta.dirname, "..", "..");
    const place = { root, data, environment: process.env, language: "en" } as const;
    const host = openKernels(place, readSettings({}), pino({ enabled: false }));
    const round = await playKills(host, runtime, seed, KILLS_A_SEED);
    const verdict = round.wrong.length === 0 ? "ok" : "WRONG";
    say(`THREADBOOK_SEED=${seed}  ${JSON.stringify(round.kills)}  ${round.cells} cells  ${verdict}`);
    for (const line of round.wrong) say(line);
    return round;
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

function count({ kills }: Played): number {
  return Object.values(kills).reduce((sum, number) => sum + number, 0);
}

function times(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const late = sorted.filter((ms) => ms > PROMISED_MS).length;
  const [p95, worst] = [sorted[Math.floor(sorted.length * 0.95)] ?? 0, sorted.at(-1) ?? 0].map((ms) => ms.toFixed(0));
  return `median ${median(sorted).toFixed(0)} ms, p95 ${p95}, longest ${worst}; ${late} of ${sorted.length} above 5 s`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
