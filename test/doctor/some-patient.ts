import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after } from "node:test";
import { readSettings } from "../../config/read-settings.ts";
import type { Check, Finding } from "../../src/doctor/check.ts";
import { examine } from "../../src/doctor/examine.ts";
import { findingOf } from "../../src/doctor/failed.ts";
import type { Patient } from "../../src/doctor/patient.ts";
import { doctorWords } from "../../src/doctor/words/doctor-words.ts";

/** The project's folder. */
export const root = resolve(import.meta.dirname, "../..");
const place = mkdtempSync(join(tmpdir(), "threadbook-doctor-"));
after(() => rmSync(place, { recursive: true, force: true, maxRetries: 5 }));

/** A folder that goes with the test file. */
export function someFolder(): string {
  return mkdtempSync(join(place, "folder-"));
}

/** A project with these settings, whose data folder is empty. @param at the project's folder */
export function somePatient(environment: Readonly<Record<string, string>> = {}, at = root): Patient {
  const { PATH = "", HOME = "" } = process.env;
  const language = "en";
  const settings = readSettings(environment);
  return {
    root: at,
    language,
    speak: doctorWords(language),
    settings,
    place: { root: at, data: someFolder(), environment: { PATH, HOME, ...environment }, language },
  };
}

/** What the doctor would tell of one check. */
export async function findingFrom(check: Check): Promise<Finding> {
  const machine = { language: "en", speak: doctorWords("en") } as const;
  for await (const examined of examine([[check]], new AbortController().signal)) return findingOf(examined, machine);
  throw new Error("Expected the check to be made.");
}
