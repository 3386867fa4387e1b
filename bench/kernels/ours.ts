import { join } from "node:path";
import { createInterface } from "node:readline";
import { pino } from "pino";
import { z } from "zod";
import { readSettings } from "../../config/read-settings.ts";
import { tolerateCanceledFutures } from "../../src/kernel/jupyter/canceled-futures.ts";
import type { CellOutput, KernelHost, KernelPicture } from "../../src/kernel/session.ts";
import { openKernels } from "../../src/main/open-kernels.ts";

const root = join(import.meta.dirname, "..", "..");
const TEXT_SHOWN = 500;
const [limitSeconds = "60"] = process.argv.slice(2);
const Order = z.object({ id: z.number(), kernel: z.string(), code: z.string() });

/** The bot's own kernels, with the bot's usual limits but for the time of a cell; all that a merge has to change. */
function openHost(): KernelHost {
  const settings = readSettings({ THREADBOOK_SANDBOX: "off", THREADBOOK_CELL_SECONDS: limitSeconds });
  const place = { root, data: process.cwd(), environment: process.env, language: "en" } as const;
  return openKernels(place, settings, pino({ enabled: false }));
}

await main();

/** Speaks as the peers' `harness.py` does. */
async function main(): Promise<void> {
  await using open = new AsyncDisposableStack();
  open.use(tolerateCanceledFutures());
  const host = open.use(openHost());
  say({ ready: true });
  for await (const line of createInterface({ input: process.stdin })) void answer(host, line);
}

async function answer(host: KernelHost, line: string): Promise<void> {
  const { id, kernel, code } = Order.parse(JSON.parse(line));
  const from = performance.now();
  const given = await run(host, kernel, code).catch((error: unknown) => ({ outcome: "failed", text: String(error) }));
  say({ characters: given.text.length, png: "", ...given, id, ms: performance.now() - from });
}

async function run(host: KernelHost, kernel: string, code: string) {
  const given = { outcome: "", text: "", characters: 0, png: "" };
  for await (const event of host.open(kernel, 0).run(code, new AbortController().signal)) {
    if (event.kind === "closed") given.outcome = event.end.because ?? event.end.outcome;
    if (event.kind !== "printed") continue;
    const text = textOf(event.output);
    given.characters += text.length;
    given.text = (given.text + text).slice(0, TEXT_SHOWN);
    given.png ||= pngStart(event.output);
  }
  return given;
}

function textOf(output: CellOutput<KernelPicture>): string {
  if (output.kind === "stream") return output.text;
  if (output.kind === "error") return output.traceback;
  return output.kind === "display" ? (output.shown.text ?? "") : "";
}

function pngStart(output: CellOutput<KernelPicture>): string {
  const bytes = output.kind === "display" ? output.shown.picture?.bytes : undefined;
  return bytes === undefined ? "" : Buffer.from(bytes.subarray(0, 8)).toString("hex");
}

function say(message: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
