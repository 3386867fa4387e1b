import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { heapBytes } from "../heap.ts";
import { botUnderLoad, type CellTimes } from "./bot-under-load.ts";
import { Child } from "./child.ts";
import { prefixShare } from "./prefix-share.ts";

/** Slack takes so many edits a minute from a workspace, and each answer needs one to be whole. */
const EDITS_A_MINUTE = 50;
const crowds = [
  { people: 1, limits: false, modelRequests: 8 },
  { people: 100, limits: false, modelRequests: 100 },
  { people: 1_000, limits: false, modelRequests: 100 },
  { people: 30, limits: true, modelRequests: 30 },
  { people: 100, limits: true, modelRequests: 100 },
] as const;

/** As `benchLoop`, with 1,000 at once who all wait for Slack's limits: 20 minutes. */
export async function benchCrowd(): Promise<void> {
  await measureApart({ people: 1_000, limits: true, modelRequests: 100 });
}

/** What the bot itself adds to a model of 50 tokens a second and to Slack's limits, with one and with many at once. */
export async function benchLoop(): Promise<void> {
  print(`${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GB, Node ${process.versions.node}`);
  print(`prompt that a prefix cache can reuse over 50 turns: ${((await prefixShare(50)) * 100).toFixed(1)} %`);
  for (const crowd of crowds) await measureApart(crowd);
}

async function measureApart(crowd: Crowd): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "threadbook-bench-"));
  try {
    await measure(crowd, join(folder, "store.sqlite"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure({ people, limits, modelRequests }: Crowd, storeFile: string): Promise<void> {
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
  print(`  ${seen.posts} posts, ${seen.edits} edits, refused as too many: ${counted(seen.refused)}`);
  print(`  edits before the last sign   ${seen.editsBeforeSigns}`);
  print(
    `  a thread saw nothing new for p50 ${seconds(at(seen.quiets, 0.5))} s, longest ${seconds(at(seen.quiets, 1))} s`,
  );
  const demanded = Math.floor((people - 1) / EDITS_A_MINUTE) * 60;
  if (limits && demanded > 0) {
    print(`  over what the limits demand  ${(Math.max(...seen.ends) / 1000 / demanded).toFixed(2)} times`);
  }
}

interface Crowd {
  readonly people: number;
  readonly limits: boolean;
  readonly modelRequests: number;
}

interface Seen {
  readonly firsts: readonly number[];
  readonly editsBeforeSigns: number;
  /** How long each thread saw nothing new at most. */
  readonly quiets: readonly number[];
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

function counted(methods: readonly string[]): string {
  const counts = Map.groupBy(methods, (method) => method);
  return counts.size === 0 ? "none" : [...counts].map(([method, all]) => `${all.length} ${method}`).join(", ");
}

function seconds(ms: string): string {
  return (Number(ms) / 1000).toFixed(1);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
