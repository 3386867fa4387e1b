import type { Sealability } from "../../kernel/jupyter/sealing.ts";
import { type Check, type Finding, found } from "../check.ts";
import type { Patient } from "../patient.ts";

/** Whether Python is sealed off, by what, and else what would mend it. */
export function sandboxCheck(patient: Patient, ask: () => Promise<Sealability | undefined>): Check {
  return {
    subject: "sandbox",
    limitMs: 60_000,
    examine: async () => describe(patient, await ask()),
  };
}

function describe({ speak, settings }: Patient, sealing: Sealability | undefined): Finding {
  if (settings.sandbox === "off") return found("warning", speak.sandbox.off);
  if (sealing === undefined) return found("wrong", speak.sandbox.unknown);
  if (sealing.kind === "refused") return found("wrong", speak.sandbox.refused, [sealing.why]);
  if (sealing.memory !== "none") return found("ok", speak.sandbox.on(sealing.by, sealing.memory));
  return found("warning", speak.sandbox.unbounded(sealing.by), sealing.mend === "" ? [] : [sealing.mend]);
}
