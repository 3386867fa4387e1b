import { resolve } from "node:path";
import { withEnvFile } from "../config/env-file.ts";
import { readSettings, SettingsFault } from "../config/read-settings.ts";
import { withSecretFiles } from "../config/secret-files.ts";
import { secretsIn } from "../config/secrets.ts";
import type { Settings } from "../config/settings.ts";
import { settingsGiven } from "../config/settings-given.ts";
import { type Check, type Finding, found } from "./doctor/check.ts";
import { allChecks, machineChecks } from "./doctor/checks.ts";
import { examine } from "./doctor/examine.ts";
import { findingOf } from "./doctor/failed.ts";
import type { Machine } from "./doctor/patient.ts";
import { Report } from "./doctor/report.ts";
import { doctorWords } from "./doctor/words/doctor-words.ts";
import { tolerateCanceledFutures } from "./kernel/jupyter/canceled-futures.ts";
import { dataFolder } from "./main/data-folder.ts";
import { languageOf } from "./main/language-of.ts";

/** After this the process ends, whatever still hangs. */
const END_WITHIN_MS = 2_000;

type Environment = Readonly<Record<string, string | undefined>>;

const language = languageOf(process.env);
const machine: Machine = { root: resolve(import.meta.dirname, ".."), language, speak: doctorWords(language) };
const leaving = new AbortController();

leaveOnSignals();
const status = await main();
process.exitCode = status;
setTimeout(() => process.exit(status), END_WITHIN_MS).unref();

/** @returns the exit status: 0 all that is configured works, 1 something does not, 2 a setting is wrong, 130 stopped */
async function main(): Promise<number> {
  using open = new DisposableStack();
  open.use(tolerateCanceledFutures());
  const warnings: string[] = [];
  const faults: string[] = [];
  const environment = readEnvironment(warnings, faults);
  const report = new Report(process.stdout, machine.speak, secretsIn(withSecretFiles(environment).environment));
  const checks = (faults.length === 0 && (await checksFor(environment, faults))) || machineChecks(machine);
  report.add("settings", settingsFinding(environment, faults, warnings));
  for await (const examined of examine(checks, leaving.signal)) {
    if (leaving.signal.aborted) return 130;
    report.add(examined.subject, findingOf(examined, machine));
  }
  report.end();
  if (faults.length > 0) return 2;
  return report.failed ? 1 : 0;
}

function readEnvironment(warnings: string[], faults: string[]): Environment {
  try {
    return withEnvFile(process.env, process.cwd(), (warning) => warnings.push(warning));
  } catch (error) {
    faults.push(...faultsOf(error));
    return process.env;
  }
}

async function checksFor(
  environment: Environment,
  faults: string[],
): Promise<readonly (readonly Check[])[] | undefined> {
  try {
    const settings: Settings = readSettings(environment);
    const data = await dataFolder(machine.root, settings);
    return allChecks({ ...machine, settings, place: { root: machine.root, data, environment, language } });
  } catch (error) {
    faults.push(...faultsOf(error));
    return undefined;
  }
}

function faultsOf(error: unknown): readonly string[] {
  if (error instanceof SettingsFault) return error.faults;
  throw error;
}

function settingsFinding(environment: Environment, faults: readonly string[], warnings: readonly string[]): Finding {
  const { settings } = machine.speak;
  if (faults.length > 0) return found("wrong", settings.wrong(faults.length), [...faults, ...warnings]);
  return found(warnings.length > 0 ? "warning" : "ok", settings.right(settingsGiven(environment)), warnings);
}

/** The starter holds the doctor's IPC channel: when it is gone, so is whoever asked. */
function leaveOnSignals(): void {
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, () => leaving.abort());
  process.on("disconnect", () => leaving.abort());
  process.channel?.unref();
}
