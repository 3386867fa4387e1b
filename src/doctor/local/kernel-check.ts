import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Logger, pino } from "pino";
import type { CellEvent } from "../../kernel/session.ts";
import { openKernels } from "../../main/open-kernels.ts";
import { type Check, type Finding, found } from "../check.ts";
import { failed } from "../failed.ts";
import type { Patient } from "../patient.ts";

const DRAWING = `
import matplotlib.pyplot as plt
plt.plot([1, 2, 4])
plt.title("图 1")
plt.show()
`;
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const LINES_SHOWN = 3;

/** Starts a kernel as the bot does, has it draw a figure, and takes all of it away again. */
export function kernelCheck(patient: Patient, drawing = DRAWING): Check {
  return { subject: "kernel", limitMs: 60_000, examine: (signal) => examineKernel(patient, drawing, signal) };
}

async function examineKernel(patient: Patient, drawing: string, signal: AbortSignal): Promise<Finding> {
  const data = await mkdtemp(join(patient.place.data, "doctor-"));
  const lines: string[] = [];
  try {
    await using kernels = openKernels({ ...patient.place, data }, patient.settings, logTo(lines));
    const startedAt = performance.now();
    const said = kernels.open("doctor", 0).run(drawing, signal);
    const { png, error, outcome } = await listen(said);
    signal.throwIfAborted();
    const { kernel } = patient.speak;
    if (png) return found("ok", kernel.drew((performance.now() - startedAt) / 1000));
    return found("wrong", error === undefined ? kernel.noFigure(outcome) : kernel.raised(error));
  } catch (error) {
    signal.throwIfAborted();
    return { ...failed(error, patient), more: lines.slice(-LINES_SHOWN) };
  } finally {
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function listen(said: AsyncIterable<CellEvent>) {
  let png = false;
  let error: string | undefined;
  let outcome = "";
  for await (const event of said) {
    if (event.kind === "closed") outcome = event.end.outcome;
    if (event.kind !== "printed") continue;
    const { output } = event;
    if (output.kind === "error") error = `${output.name}: ${output.value}`;
    if (output.kind === "display") png ||= isPng(output.shown.picture?.bytes);
  }
  return { png, error, outcome };
}

function isPng(bytes: Uint8Array | undefined): boolean {
  return bytes !== undefined && PNG.equals(bytes.subarray(0, PNG.length));
}

function logTo(lines: string[]): Logger {
  return pino({ base: null }, { write: (entry) => void lines.push(lineOf(entry)) });
}

function lineOf(entry: string): string {
  const read: unknown = JSON.parse(entry);
  return typeof read === "object" && read !== null && "line" in read ? String(read.line) : entry;
}
