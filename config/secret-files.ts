import { readFileSync } from "node:fs";
import { secretNames } from "./secrets.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EACCES: "it may not be read by the user who starts the bot",
  EPERM: "it may not be read by the user who starts the bot",
  EISDIR: "it is a folder",
};

type Read = { readonly secret: string } | { readonly fault: string };

/** The environment with the secrets that stand in files, such as `DISCORD_TOKEN_FILE`, and what is wrong with them. */
export function withSecretFiles(environment: Environment): {
  readonly environment: Environment;
  readonly faults: readonly string[];
} {
  const faults: string[] = [];
  const secrets: Record<string, string> = {};
  for (const name of secretNames) {
    const path = environment[fileName(name)];
    if (!path) continue;
    const read = environment[name] ? both(name) : contents(path, fileName(name));
    if ("secret" in read) secrets[name] = read.secret;
    else faults.push(read.fault);
  }
  return { environment: { ...environment, ...secrets }, faults };
}

/** The name of the setting that names the file. */
export function fileName(name: string): string {
  return `${name}_FILE`;
}

function both(name: string): Read {
  return { fault: `Expected ${name} or ${fileName(name)}, got both: keep one of them.` };
}

// What is said never shows the path: somebody may have written the secret itself there.
function contents(path: string, setting: string): Read {
  try {
    const secret = readFileSync(path, "utf8").replace(/[\r\n]+$/, "");
    if (secret !== "") return { secret };
    return { fault: `Expected ${setting} to name a file that holds the secret, got an empty one.` };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const reason = REASONS[code] ?? (code || "it is no path");
    return { fault: `Expected ${setting} to name a file that can be read, but ${reason}.` };
  }
}
