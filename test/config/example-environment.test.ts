import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseEnv } from "node:util";
import { exampleEnvironment } from "../../config/example-environment.ts";
import { readSettings } from "../../config/read-settings.ts";
import { settingTable } from "../../config/settings.ts";

const file = readFileSync(new URL("../../config/example.env", import.meta.url), "utf8");

test("config/example.env is what the schema makes", () => {
  assert.equal(file, exampleEnvironment(), "run config/write-example.ts");
});

test("the example sets nothing by itself", () => {
  assert.deepEqual(Object.keys(parseEnv(file)), []);
});

test("the example with every line in force is every setting, at its default", () => {
  const written = parseEnv(file.replaceAll(/^#(?=[A-Z_]+=)/gm, ""));
  for (const { name } of Object.values(settingTable)) assert.ok(name in written, name);
  assert.deepEqual(readSettings({ ...written, THREADBOOK_DATA: "", THREADBOOK_SANDBOX: "" }), readSettings({}));
});
