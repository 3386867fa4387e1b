import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "..", "..");
const security = readFileSync(join(root, "SECURITY.md"), "utf8");

/** Each `place`: _name_ of the tables in SECURITY.md; a place without a folder is one of the attack suite. */
const named = [...security.matchAll(/`([\w/.-]+)`: _([^_]+)_/g)].map(([, place = "", name = ""]) => ({ place, name }));

const fileOf = (place: string) =>
  place.includes("/") ? join(root, place) : join(import.meta.dirname, `${place}.test.ts`);

test("every test that SECURITY.md names exists", () => {
  assert.ok(named.length > 30);
  const missing = named.filter(({ place, name }) => !readFileSync(fileOf(place), "utf8").includes(name));
  assert.deepEqual(missing, []);
});

test("every suite of attacks stands in SECURITY.md", () => {
  const suites = globSync(join(import.meta.dirname, "*.test.ts")).map((file) => basename(file, ".test.ts"));
  const shown = new Set([...named.map(({ place }) => place), "table"]);
  assert.deepEqual(
    suites.filter((suite) => !shown.has(suite)),
    [],
  );
});
