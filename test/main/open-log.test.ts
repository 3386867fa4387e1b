import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Logger } from "pino";
import { readSettings } from "../../config/read-settings.ts";
import { secretsIn } from "../../config/secrets.ts";
import { settingTable } from "../../config/settings.ts";
import { openLog } from "../../src/main/open-log.ts";

/** What stands in the log once something was written, with these settings. */
function written(environment: Readonly<Record<string, string>>, write: (log: Logger) => void): string {
  const folder = mkdtempSync(join(tmpdir(), "open-log-"));
  try {
    const settings = readSettings({ THREADBOOK_LOG_LEVEL: "debug" });
    write(openLog(folder, settings, secretsIn(environment)));
    return readFileSync(join(folder, "logs", "threadbook.log"), "utf8");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every setting that is a secret or may hold one. */
const planted = Object.fromEntries(
  Object.values(settingTable)
    .filter(({ secret }) => secret !== false)
    .map(({ name, secret }) => [name, secret === true ? `pl"ant/ed=${name}` : `redis://me:pw-${name}@host/1`]),
);

test("every secret of the settings is hidden in every line, in whatever form it stands there", () => {
  const secrets = Object.values(planted);
  assert.ok(secrets.length >= 5);
  const text = written(planted, (log) => {
    for (const secret of secrets) {
      log.info(`a sentence with ${secret} in it`);
      log.warn({ line: secret, deep: { deeper: [`Bearer ${secret}`] } }, "kernels");
      log.debug({ url: `http://host/?key=${encodeURIComponent(secret)}` }, "a call");
      log.error({ err: new Error(secret, { cause: new Error(secret) }) }, "a mistake");
    }
  });
  for (const secret of secrets) {
    for (const form of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]) {
      assert.equal(text.includes(form), false, form);
    }
  }
  assert.doesNotMatch(text, /pw-STORE_URL/);
  for (const line of text.trim().split("\n")) assert.doesNotThrow(() => JSON.parse(line) as unknown, line);
});

test("of an error the log has its kind, its words, its stack and its cause, and nothing of the request behind it", () => {
  const cause = Object.assign(new TypeError("the cause"), { code: "ECONNRESET", headers: { cookie: "PLANTED" } });
  const error = Object.assign(new Error("what went wrong", { cause }), {
    requestBody: { json: { content: "PLANTED" } },
    url: "https://discord.com/api/webhooks/1/PLANTED",
    data: { text: "PLANTED" },
  });
  const text = written({}, (log) => log.error({ reference: "1a2b", err: error }, "a mistake of our own"));
  const { reference, err } = JSON.parse(text) as { reference: string; err: { stack: string; cause: { code: string } } };
  assert.equal(reference, "1a2b");
  assert.match(err.stack, /^Error: what went wrong\n.*open-log\.test\.ts/);
  assert.equal(err.cause.code, "ECONNRESET");
  assert.doesNotMatch(text, /PLANTED/);
});

test("fields that clients keep secrets in are hidden, also where nobody knows the secret", () => {
  const text = written({}, (log) =>
    log.info({
      token: "PLANTED",
      request: { headers: { a: "PLANTED" }, body: "PLANTED" },
      a: { b: { apiKey: "PLANTED" } },
    }),
  );
  assert.doesNotMatch(text, /PLANTED/);
});
