import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { SettingsFault } from "./read-settings.ts";
import { fileName } from "./secret-files.ts";
import { secretNames } from "./secrets.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const READ_BY_OTHERS = 0o044;

/**
 * The environment with the settings of the folder's `.env` beneath it: a name that the environment has, be it empty,
 * counts there alone, and so does a secret that it has in the one form or the other.
 * @param warn hears of a file that holds secrets and that others may read
 * @throws {SettingsFault} when the file is there but cannot be read
 */
export function withEnvFile(environment: Environment, folder: string, warn: (sentence: string) => void): Environment {
  const file = join(folder, ".env");
  const written = readEnvFile(file);
  if (written === undefined) return environment;
  const secrets = secretNames.filter((name) => written[name]);
  const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0;
  if (secrets.length > 0 && (mode & READ_BY_OTHERS) !== 0) {
    warn(`${file} holds ${secrets.join(", ")} and can be read by other users of this machine: chmod 600 '${file}'`);
  }
  const beneath = Object.entries(written).filter(([name]) => !otherForms(name).some((one) => one in environment));
  return { ...Object.fromEntries(beneath), ...environment };
}

function readEnvFile(file: string): Environment | undefined {
  try {
    return parseEnv(readFileSync(file, "utf8"));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    if (code === "ENOENT") return undefined;
    throw new SettingsFault([`Expected ${file} to be a file that can be read, got ${code}.`]);
  }
}

function otherForms(name: string): readonly string[] {
  const secret = secretNames.find((one) => one === name || fileName(one) === name);
  return secret === undefined ? [name] : [secret, fileName(secret)];
}
