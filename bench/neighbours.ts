import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { readSettings } from "../config/read-settings.ts";
import { tolerateCanceledFutures } from "../src/kernel/jupyter/canceled-futures.ts";
import type { KernelSession } from "../src/kernel/session.ts";
import { openKernels } from "../src/main/open-kernels.ts";

const root = join(import.meta.dirname, "..");

/** What one kernel does at its worst; each is stopped when its neighbour has been measured. */
const worst = {
  "55 busy threads":
    "import threading\ndef spin():\n    while True: pass\nfor _ in range(55): threading.Thread(target=spin, daemon=True).start()",
  "40 busy processes": "import os\nfor _ in range(40):\n    if os.fork() == 0:\n        while True: pass",
  "memory churn": "while True: bytearray(500_000_000)",
  "file churn": "while True:\n    with open('churn', 'wb') as file: file.write(bytes(50_000_000))",
  "messages for nobody":
    "k = get_ipython().kernel\nwhile True: k.session.send(k.iopub_socket, 'foo', {'a': 'x' * 1000}, parent={})",
};

/** Prints what a neighbour's round trips cost beside a kernel at its worst. */
export async function benchNeighbours(quick: boolean): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), "tbn-"));
  const place = { root, data, environment: process.env, language: "en" } as const;
  using _ = tolerateCanceledFutures();
  const settings = readSettings({ THREADBOOK_GRACE_SECONDS: "1", THREADBOOK_CELLS_AT_ONCE: "4" });
  try {
    await using host = openKernels(place, settings, pino({ enabled: false }));
    const neighbour = host.open("neighbour", 0);
    await roundTrips(neighbour, 20);
    const cells = quick ? 100 : 300;
    for (const [name, code] of Object.entries(worst)) {
      const [alone, beside] = await besides(host.open(name.replaceAll(" ", "-"), 0), code, () =>
        roundTrips(neighbour, cells),
      );
      const ratio = (beside.p95 / alone.p95).toFixed(1);
      process.stdout.write(
        `${name.padEnd(22)}p50 ${shown(alone.p50)} -> ${shown(beside.p50)}, p95 ${shown(alone.p95)} -> ${shown(beside.p95)} ms (${ratio})\n`,
      );
    }
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

interface Times {
  readonly p50: number;
  readonly p95: number;
}

/** Measures before the other kernel is at its worst, and then. */
async function besides(
  session: KernelSession,
  code: string,
  measure: () => Promise<Times>,
): Promise<readonly [Times, Times]> {
  await drain(session, "1");
  const alone = await measure();
  const stop = new AbortController();
  const begun = Promise.withResolvers<void>();
  const running = drain(session, `print("begun")\n${code}\nimport time; time.sleep(60)`, stop.signal, begun.resolve);
  await begun.promise;
  const beside = await measure();
  stop.abort();
  await running;
  await session[Symbol.asyncDispose]();
  return [alone, beside];
}

async function drain(session: KernelSession, code: string, signal = new AbortController().signal, heard?: () => void) {
  for await (const { kind } of session.run(code, signal)) if (kind === "printed") heard?.();
}

async function roundTrips(session: KernelSession, count: number): Promise<Times> {
  const times: number[] = [];
  for (let cell = 0; cell < count; cell++) {
    const from = performance.now();
    await drain(session, "6 * 7");
    times.push(performance.now() - from);
  }
  const sorted = times.toSorted((a, b) => a - b);
  return { p50: sorted[Math.floor(count * 0.5)] ?? 0, p95: sorted[Math.floor(count * 0.95)] ?? 0 };
}

function shown(ms: number): string {
  return ms.toFixed(1);
}
