import { type Check, type Finding, found } from "../check.ts";
import type { Patient } from "../patient.ts";
import type { SandboxReport } from "../sandbox-report.ts";

/** What holds Python in, what does not, and what would. */
export function sandboxCheck(patient: Patient, ask: (signal: AbortSignal) => Promise<SandboxReport>): Check {
  return {
    subject: "sandbox",
    limitMs: 60_000,
    examine: async (signal) => describe(patient, await ask(signal)),
  };
}

function describe({ speak }: Patient, { inForce, missing }: SandboxReport): Finding {
  const holes = missing.map(({ fence, mend }) => speak.sandbox.missing(fence, mend));
  if (inForce.length === 0) return found("warning", speak.sandbox.off, holes);
  if (holes.length > 0) return found("warning", speak.sandbox.partly(inForce), holes);
  return found("ok", speak.sandbox.on(inForce));
}
