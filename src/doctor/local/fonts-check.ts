import { join } from "node:path";
import { z } from "zod";
import { type Check, type Finding, found } from "../check.ts";
import type { Machine } from "../patient.ts";
import { runPython } from "./run-python.ts";

const reportSchema = z.object({ path: z.string().nullable(), draws: z.boolean() });

/** Whether figures have a font that draws Chinese. */
export function fontsCheck(machine: Machine): Check {
  return { subject: "fonts", limitMs: 30_000, examine: (signal) => examineFonts(machine, signal) };
}

async function examineFonts({ root, speak }: Machine, signal: AbortSignal): Promise<Finding> {
  const report = await runPython(root, "font.py", [join(root, "src", "kernel", "python")], signal).catch(() => {
    signal.throwIfAborted();
    return undefined;
  });
  const read = reportSchema.safeParse(report);
  if (!read.success) return found("wrong", speak.fonts.unknown);
  const { path, draws } = read.data;
  if (path === null) return found("warning", speak.fonts.none, [speak.python.renew]);
  return draws ? found("ok", speak.fonts.draws(path)) : found("warning", speak.fonts.blank(path), [speak.python.renew]);
}
