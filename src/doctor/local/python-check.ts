import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type Check, type Finding, found } from "../check.ts";
import type { Machine } from "../patient.ts";
import { environmentFolder, runPython } from "./run-python.ts";

const SHOWN = 3;

const stampSchema = z.object({ base: z.string() });
const reportSchema = z.object({
  version: z.string(),
  packages: z.number(),
  files: z.number(),
  changed: z.array(z.string()),
});

/** Whether the Python environment is there, is of the lock in force, and holds each file as it was installed. */
export function pythonCheck(machine: Machine): Check {
  return { subject: "python", limitMs: 30_000, examine: (signal) => examinePython(machine, signal) };
}

async function examinePython({ root, speak }: Machine, signal: AbortSignal): Promise<Finding> {
  const lock = await readFile(join(root, "src", "kernel", "python", "requirements.txt"));
  const stamp = await readStamp(environmentFolder(root));
  if (stamp === undefined) return found("wrong", speak.python.missing, [speak.python.installByNpm]);
  if (stamp.base !== createHash("sha256").update(lock).digest("hex")) {
    return found("wrong", speak.python.otherLock, [speak.python.installByNpm]);
  }
  const report = await runPython(root, "environment.py", [], signal).catch((error: unknown) => {
    signal.throwIfAborted();
    return error;
  });
  const read = reportSchema.safeParse(report);
  if (!read.success) return found("wrong", speak.python.broken(reasonOf(report)), [speak.python.renew]);
  const { version, packages, files, changed } = read.data;
  if (changed.length === 0) return found("ok", speak.python.right(version, packages, files));
  return found("wrong", speak.python.changed(version, changed.length, files), [
    ...changed.slice(0, SHOWN),
    ...(changed.length > SHOWN ? ["…"] : []),
    speak.python.renew,
  ]);
}

/** @returns undefined when the environment was never installed to its end */
async function readStamp(folder: string): Promise<z.infer<typeof stampSchema> | undefined> {
  try {
    return stampSchema.safeParse(JSON.parse(await readFile(join(folder, "threadbook.json"), "utf8"))).data;
  } catch {
    return undefined;
  }
}

/** The last line of what Python said, which names the error. */
function reasonOf(error: unknown): string {
  const said = error instanceof Error && "stderr" in error ? String(error.stderr) : "";
  return said.trim().split("\n").at(-1) || (error instanceof Error ? error.message : "?");
}
