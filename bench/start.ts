import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "./median.ts";

const root = join(import.meta.dirname, "..");
const ROUNDS = 7;

/** What is typed, and the text by which its answer is known. */
const steps = [
  ["npm start to the greeting", "", "Threadbook"],
  ["the first cell, Python's start included", "/run print(6*7)\n", "42"],
  ["the next cell", "/run print(6*7+1)\n", "43"],
  ["the first figure as a file", "/run import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show()\n", ".png"],
  ["the next figure", "/run plt.plot([2, 1]); plt.title('next'); plt.show()\n", "next-"],
] as const;

/** Times from what a person types to what they see, over an installed checkout in a pipe; prints medians. */
export async function benchStart(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "threadbook-bench-"));
  try {
    const rounds: (readonly number[])[] = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await timesOf(join(folder, `${round}`)));
    for (const [index, [name]] of steps.entries()) {
      const middle = median(rounds.map((times) => times[index] ?? Number.NaN));
      process.stdout.write(`${name.padEnd(44)} ${middle.toFixed(0).padStart(6)} ms\n`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timesOf(data: string): Promise<readonly number[]> {
  let from = performance.now();
  const bot = spawn("npm", ["start", "--silent"], { cwd: root, env: { ...process.env, THREADBOOK_DATA: data } });
  let seen = "";
  const heard = new EventTarget();
  for (const stream of [bot.stdout, bot.stderr])
    stream.on("data", (bytes: Buffer) => {
      seen += bytes;
      heard.dispatchEvent(new Event("more"));
    });
  const times: number[] = [];
  for (const [, typed, answer] of steps) {
    bot.stdin.write(typed);
    while (!seen.includes(answer)) await once(heard, "more");
    times.push(performance.now() - from);
    seen = "";
    from = performance.now();
  }
  bot.stdin.end();
  await once(bot, "exit");
  return times;
}
