import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { heapBytes } from "../heap.ts";
import { botUnderLoad, type CellTimes } from "./bot-under-load.ts";
import { Child } from "./child.ts";
import { prefixShare } from "./prefix-share.ts";

/** Slack takes 50 edits a minute from a workspace. */
const EDIT_MS = 1_200;
const crowds = [
  { people: 1, limits: false, modelRequests: 8 },
  { people: 100, limits: false, modelRequests: 100 },
  { people: 1_000, limits: false, modelRequests: 100 },
  { people: 30, limits: true, modelRequests: 30 },
] as const;

/** What the bot itself adds to a model of 50 tokens a second and to Slack's limits, with one and with many at once. */
export async function benchLoop(): Promise<void> {
  print(`${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GB, Node ${process.versions.node}`);
  print(`prompt that a prefix cache can reuse over 50 turns: ${((await prefixShare(50)) * 100).toFixed(1)} %`);
  for (const crowd of crowds) {
    const folder = mkdtempSync(join(tmpdir(), "threadbook-bench-"));
    try {
      await measure(crowd, join(folder, "store.sqlite"));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

async function measure(
  { people, limits, modelRequests }: { people: number; limits: boolean; modelRequests: number },
  storeFile: string,
): Promise<void> {
  using model = new Child("paced-model.ts");
  using slack = new Child("crowded-slack.ts");
  const { port } = await model.next("open");
  const times: CellTimes = { began: new Map(), ended: new Map() };
  const means = { slack, modelUrl: `http://127.0.0.1:${String(port)}/v1`, storeFile, modelRequests, paced: limits };
  await using open = new AsyncDisposableStack();
  open.use(await botUnderLoad(means, times));
  const before = heapBytes();
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const seen = (await slack.next("seen", { people, limits })) as unknown as Seen;
  delay.disable();
  print(`\n${people} at once, ${modelRequests} at the model, Slack's limits ${limits ? "on" : "off"}`);
  print(
    `  all shown after              ${(Math.max(...seen.ends) / 1000).toFixed(1)} s; ${seen.wrong} wrong, ${people - seen.ends.length} never`,
  );
  print(`  mention to first sign        p50 ${at(seen.firsts, 0.5)} ms, p95 ${at(seen.firsts, 0.95)} ms`);
  print(
    `  fence closed to cell running p50 ${at(apart(model, "closed", times.began), 0.5)} ms, p95 ${at(apart(model, "closed", times.began), 0.95)} ms`,
  );
  print(
    `  result to next request       p50 ${at(apart(model, "heard", times.ended), 0.5)} ms, p95 ${at(apart(model, "heard", times.ended), 0.95)} ms`,
  );
  print(`  event loop's lag             p99 ${Math.max(0, delay.percentile(99) / 1e6 - 10).toFixed(1)} ms`);
  print(`  memory a thread              ${((heapBytes() - before) / people / 1024).toFixed(0)} kB`);
  print(
    `  ${seen.posts} posts, ${seen.edits} edits, refused as too many: ${seen.refused.length} ${[...new Set(seen.refused)].join()}`,
  );
  if (limits) print(`  over what the limits demand  ${(Math.max(...seen.ends) / (people * EDIT_MS)).toFixed(2)} times`);
}

interface Seen {
  readonly firsts: readonly number[];
  readonly ends: readonly number[];
  readonly wrong: number;
  readonly refused: readonly string[];
  readonly posts: number;
  readonly edits: number;
}

/** Milliseconds between what the model saw and what the cell of the same name did. */
function apart(model: Child, kind: "closed" | "heard", cells: ReadonlyMap<string, bigint>): readonly number[] {
  return model.heard.flatMap((one) => {
    if (one["kind"] !== kind || (kind === "heard" && one["after"] !== true)) return [];
    const cell = cells.get(String(kind === "heard" ? one["result"] : one["name"]));
    if (cell === undefined) return [];
    const apartNs = kind === "heard" ? BigInt(String(one["at"])) - cell : cell - BigInt(String(one["at"]));
    return [Number(apartNs) / 1e6];
  });
}

function at(numbers: readonly number[], share: number): string {
  const sorted = numbers.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(1);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
