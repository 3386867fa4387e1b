import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { withEnvFile } from "../../config/env-file.ts";
import { SettingsFault } from "../../config/read-settings.ts";

const place = mkdtempSync(join(tmpdir(), "threadbook-env-"));
after(() => rmSync(place, { recursive: true, force: true }));

function folder(text: string, mode = 0o600): string {
  const made = mkdtempSync(join(place, "folder-"));
  writeFileSync(join(made, ".env"), text);
  chmodSync(join(made, ".env"), mode);
  return made;
}

function read(environment: Readonly<Record<string, string>>, where: string) {
  const warnings: string[] = [];
  return { environment: withEnvFile(environment, where, (warning) => warnings.push(warning)), warnings };
}

test("without a .env the environment is as it was", () => {
  assert.deepEqual(read({ MODEL: "a" }, place), { environment: { MODEL: "a" }, warnings: [] });
});

test("the environment counts before the file, also where it is empty", () => {
  const where = folder('# mine\nMODEL=from-file\nMODEL_DIALECT="fenced"\nTHREADBOOK_STEPS=3\n');
  const { environment } = read({ MODEL: "from-outside", THREADBOOK_STEPS: "" }, where);
  assert.deepEqual(environment, { MODEL: "from-outside", MODEL_DIALECT: "fenced", THREADBOOK_STEPS: "" });
});

test("a secret of the environment takes the place of the file's, whichever form it has", () => {
  const where = folder("DISCORD_TOKEN=old\nOPENAI_API_KEY_FILE=/run/old\n");
  const given = { DISCORD_TOKEN_FILE: "/run/new", OPENAI_API_KEY: "new" };
  assert.deepEqual(read(given, where).environment, given);
});

test("a file that others may read is warned about where it holds a secret, without the secret", () => {
  const { warnings } = read({}, folder("DISCORD_TOKEN=hunter2\n", 0o644));
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? "", /\.env holds DISCORD_TOKEN and can be read by other users.*chmod 600/);
  assert.doesNotMatch(warnings[0] ?? "", /hunter2/);
  assert.deepEqual(read({}, folder("MODEL=glm\n", 0o644)).warnings, []);
  assert.deepEqual(read({}, folder("DISCORD_TOKEN=hunter2\n", 0o600)).warnings, []);
});

test("a .env that cannot be read is a fault", () => {
  const where = mkdtempSync(join(place, "folder-"));
  mkdirSync(join(where, ".env"));
  assert.throws(
    () => read({}, where),
    (error: unknown) => error instanceof SettingsFault && /EISDIR/.test(error.message),
  );
});
